/** Reading the API: one hook a resource. Keys are flat so that the live stream can find what it changes. */
import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { AlertView, BlindTimes as BlindTimesAnswer } from '../../../src/api/contract/alerts.ts';
import type { ChannelView, DeliveryView, EventView } from '../../../src/api/contract/events.ts';
import type {
  CandleAnswer,
  IndicatorAnswer,
  InstrumentView,
  QuoteView,
  StatusView,
} from '../../../src/api/contract/market.ts';
import { useServices } from '../services.ts';
import type { ApiClient } from './client.ts';
import type { AlertFilter, EventFilter, Page } from './pages.ts';

export type Candles = z.infer<typeof CandleAnswer>;
type BlindTimes = z.infer<typeof BlindTimesAnswer>;

/** One page of the longest lists; 10,000 alerts are 20 requests, made as they are scrolled to. */
const PAGE_SIZE = 200;
const FOREVER = Number.POSITIVE_INFINITY;

export function useStatus() {
  const { api } = useServices();
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => api.get<StatusView>('/status', { signal }),
    refetchInterval: 15_000,
  });
}

export function useInstruments() {
  const { api } = useServices();
  return useQuery({
    queryKey: ['instruments'],
    queryFn: ({ signal }) => api.get<readonly InstrumentView[]>('/instruments', { signal }),
    staleTime: FOREVER,
  });
}

/** Fills the quote board once; the stream keeps it current. */
export function useFirstQuotes() {
  const { api, quotes } = useServices();
  return useQuery({
    queryKey: ['quotes'],
    queryFn: async ({ signal }) => {
      const items = await api.get<readonly QuoteView[]>('/quotes', { signal });
      quotes.apply(items);
      return items.length;
    },
    staleTime: FOREVER,
  });
}

interface CandleSelection {
  readonly instrument: string;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
  readonly limit: number;
}

/** Candles that opened before an instant: they do not change, so nothing keeps them but the chart. */
export async function loadCandles(
  api: ApiClient,
  selection: CandleSelection & { readonly before: number },
  signal: AbortSignal,
): Promise<Candles['candles']> {
  const { instrument, timeframe, price, limit, before } = selection;
  const answer = await api.get<Candles>(`/instruments/${instrument}/candles`, {
    query: { timeframe, price, limit, before: new Date(before).toISOString() },
    signal,
  });
  return answer.candles;
}

export function useCandles(selection: CandleSelection, options: { refetchInterval?: number } = {}) {
  const { api } = useServices();
  const { instrument, timeframe, price, limit } = selection;
  return useQuery({
    ...options,
    queryKey: ['candles', instrument, timeframe, price, limit],
    queryFn: ({ signal }) =>
      api.get<Candles>(`/instruments/${instrument}/candles`, { query: { timeframe, price, limit }, signal }),
  });
}

/** The newest values of an indicator. Those before stand until more of the same are there. */
export function useIndicator(selection: CandleSelection, indicator: string) {
  const { api } = useServices();
  const { limit, ...series } = selection;
  return useQuery({
    queryKey: [...indicatorKey(series), indicator, limit],
    queryFn: ({ signal }) => loadIndicator(api, { ...selection, indicator }, signal),
    placeholderData: (before, query) =>
      query?.queryKey.slice(0, -1).join() === [...indicatorKey(series), indicator].join()
        ? before
        : undefined,
  });
}

/** Rejects with the language's own error where the text is no indicator. */
export function loadIndicator(
  api: ApiClient,
  { instrument, ...query }: CandleSelection & { readonly indicator: string },
  signal?: AbortSignal,
): Promise<IndicatorAnswer> {
  return api.get<IndicatorAnswer>(`/instruments/${instrument}/indicators`, {
    query,
    ...(signal && { signal }),
  });
}

/** After a candle closed: every indicator on it has a new value. */
export function refreshIndicators(queries: QueryClient, series: Omit<CandleSelection, 'limit'>): void {
  void queries.invalidateQueries({ queryKey: indicatorKey(series) });
}

function indicatorKey({ instrument, timeframe, price }: Omit<CandleSelection, 'limit'>): readonly string[] {
  return ['indicator', instrument, timeframe, price];
}

export function useAlerts(filter: AlertFilter) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: ['alerts', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<AlertView>>('/alerts', {
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useAlert(id: string | null) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => api.get<AlertView>(`/alerts/${id ?? ''}`, { signal }),
    enabled: id !== null,
  });
}

export function useBlindTimes(alert: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['blind-times', alert],
    queryFn: ({ signal }) => api.get<BlindTimes>(`/alerts/${alert}/blind-times`, { signal }),
  });
}

export function useEvents(filter: EventFilter) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: ['events', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<EventView>>('/events', {
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function useEvent(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) => api.get<EventView>(`/events/${id}`, { signal }),
  });
}

export function useDelivery(id: string) {
  const { api } = useServices();
  return useQuery({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) => api.get<DeliveryView>(`/deliveries/${id}`, { signal }),
  });
}

export function useChannels() {
  const { api } = useServices();
  return useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => api.get<readonly ChannelView[]>('/channels', { signal }),
  });
}
