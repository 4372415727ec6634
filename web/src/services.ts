/** Everything the components share, made once by main.tsx and handed down through one context. */
import { QueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { createApiClient, type ApiClient } from './api/client.ts';
import { createLiveStream, type LiveStream } from './api/live-stream.ts';
import { ApiFailure } from './api/problem.ts';
import { createReceiver, type CandleUpdates } from './api/receiver.ts';
import { createSession, type Session } from './api/session.ts';
import type { AlertView } from '../../src/api/contract/alerts.ts';
import type { EventView } from '../../src/api/contract/events.ts';
import { createIndicatorChoice, type IndicatorChoiceStore } from './chart/indicator-choice.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import { newestNotices, type Notice } from './notice.ts';
import { createQuoteBoard, type QuoteBoard } from './quotes/quote-board.ts';
import { createSettings, defaultSettings, type SettingsStore } from './settings/settings.ts';
import { createStore, type Store } from './store.ts';

interface Services {
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly indicators: IndicatorChoiceStore;
  readonly api: ApiClient;
  readonly queries: QueryClient;
  readonly stream: LiveStream;
  readonly quotes: QuoteBoard;
  readonly candles: CandleUpdates;
  readonly firings: Emitter<EventView>;
  readonly notices: Store<readonly Notice[]>;
  readonly notify: (notice: Omit<Notice, 'id'>) => void;
}

export function createServices(window: Window): Services {
  const { localStorage: storage, location, history, navigator } = window;
  const session = createSession({ storage, location, history });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const settings = createSettings(storage, defaultSettings(navigator.languages, zone));
  const indicators = createIndicatorChoice(storage);
  const api = createApiClient(session, window.fetch.bind(window), () => settings.get().language);
  const queries = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (count, error) => count < 2 && !isRefusal(error) },
    },
  });
  const quotes = createQuoteBoard((run) => {
    // No frames are painted while the page is hidden; a slow timer keeps the board truthful for the moment it is shown again.
    if (window.document.hidden) window.setTimeout(run, 1_000);
    else window.requestAnimationFrame(run);
  });
  const candles: CandleUpdates = createEmitter();
  const firings = createEmitter<EventView>();
  const later = (run: () => void, ms: number): (() => void) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  };
  const stream = createLiveStream({
    open: () => new EventSource(`/api/v1/stream?key=${encodeURIComponent(session.get().key ?? '')}`),
    receive: createReceiver({
      queries,
      fetchAlert: (id) => api.find<AlertView>(`/alerts/${id}`),
      quotes,
      candles,
      firings,
      later,
    }),
    now: () => Date.now(),
    later,
  });
  const notices = createStore<readonly Notice[]>([]);
  let nextNotice = 1;
  const notify = (notice: Omit<Notice, 'id'>): void =>
    notices.update((shown) => newestNotices([...shown, { ...notice, id: nextNotice++ }]));
  return { session, settings, indicators, api, queries, stream, quotes, candles, firings, notices, notify };
}

/** An answer that will be the same the next time. */
function isRefusal(error: Error): boolean {
  return error instanceof ApiFailure && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error('a component is rendered outside of ServicesContext');
  return services;
}
