/** What each message of the live stream changes: the quote board, the query cache, or a moment told to listeners. */
import type { QueryClient } from '@tanstack/react-query';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { EventView } from '../../../src/api/contract/events.ts';
import type { StreamMessage } from '../../../src/api/contract/market.ts';
import type { Emitter } from '../emitter.ts';
import type { QuoteBoard } from '../quotes/quote-board.ts';
import { countFiring, dropAlert, putAlert } from './alert-cache.ts';
import { mapItems, matches, withEvent, type EventFilter, type Pages } from './pages.ts';

export type CandleUpdate = Extract<StreamMessage, { type: 'candle' }>['data'];
export type CandleUpdates = Emitter<CandleUpdate>;

interface ReceiverPorts {
  readonly queries: QueryClient;
  /** Null for one that is gone. */
  readonly fetchAlert: (id: string) => Promise<AlertView | null>;
  readonly quotes: QuoteBoard;
  readonly candles: CandleUpdates;
  readonly firings: Emitter<EventView>;
  readonly later: (run: () => void, ms: number) => void;
}

/** Messages of this long are answered together. */
const REFRESH_MS = 300;
/** More alerts than this in one burst (an import of ten thousand) cost one refetch of the lists; fewer are asked for one by one. */
const FEW_ALERTS = 10;

export function createReceiver(ports: ReceiverPorts) {
  const { queries, quotes, candles, firings, later } = ports;
  const alerts = new Set<string>();
  const deliveries = new Set<string>();
  let waiting = false;
  const refreshSoon = (): void => {
    if (waiting) return;
    waiting = true;
    later(refresh, REFRESH_MS);
  };
  const refreshAll = (...keys: readonly string[]): void => {
    for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
  };
  const refresh = (): void => {
    waiting = false;
    const changed = [...alerts];
    alerts.clear();
    if (changed.length > FEW_ALERTS) refreshAll('alerts', 'alert');
    // A list that cannot be patched says itself why it is not current.
    else for (const id of changed) refreshAlert(id).catch(() => refreshAll('alerts', 'alert'));
    for (const id of deliveries) void queries.invalidateQueries({ queryKey: ['delivery', id] });
    deliveries.clear();
  };
  const refreshAlert = async (id: string): Promise<void> => {
    const alert = await ports.fetchAlert(id);
    if (alert === null) dropAlert(queries, id);
    else putAlert(queries, alert);
  };

  const changeEventLists = (
    change: (list: Pages<EventView>, filter: EventFilter) => Pages<EventView>,
  ): void => {
    for (const [key, list] of queries.getQueriesData<Pages<EventView>>({ queryKey: ['events'] }))
      if (list !== undefined) queries.setQueryData(key, change(list, (key[1] ?? {}) as EventFilter));
  };

  return (message: StreamMessage): void => {
    switch (message.type) {
      case 'quotes':
        return quotes.apply(message.data);
      case 'candle':
        return candles.emit(message.data);
      case 'status':
        queries.setQueryData(['status'], message.data);
        return;
      case 'alert':
        alerts.add(message.data.id);
        return refreshSoon();
      case 'event': {
        const event = message.data;
        changeEventLists((list, filter) => (matches(event, filter) ? withEvent(list, event) : list));
        countFiring(queries, event);
        return firings.emit(event);
      }
      case 'delivery': {
        const { eventId, delivery } = message.data;
        const change = (event: EventView): EventView =>
          event.id !== eventId
            ? event
            : {
                ...event,
                deliveries: event.deliveries.map((one) => (one.id === delivery.id ? delivery : one)),
              };
        changeEventLists((list) => mapItems(list, change));
        queries.setQueryData<EventView>(['event', eventId], (event) => event && change(event));
        deliveries.add(delivery.id);
        return refreshSoon();
      }
    }
  };
}
