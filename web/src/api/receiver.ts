/** What each message of the live stream changes: the quote board, the query cache, or a moment told to listeners. */
import type { QueryClient } from '@tanstack/react-query';
import type { EventView } from '../../../src/api/contract/events.ts';
import type { StreamMessage } from '../../../src/api/contract/market.ts';
import type { Emitter } from '../emitter.ts';
import type { QuoteBoard } from '../quotes/quote-board.ts';
import { mapItems, matches, withEvent, type EventFilter, type Pages } from './pages.ts';

type CandleUpdate = Extract<StreamMessage, { type: 'candle' }>['data'];
export type CandleUpdates = Emitter<CandleUpdate>;

interface ReceiverPorts {
  readonly queries: QueryClient;
  readonly quotes: QuoteBoard;
  readonly candles: CandleUpdates;
  readonly firings: Emitter<EventView>;
  readonly later: (run: () => void, ms: number) => void;
}

/** A burst (an import of ten thousand alerts, a storm of firings) costs one refetch of a list, not one for each message. */
const REFRESH_MS = 300;

export function createReceiver({ queries, quotes, candles, firings, later }: ReceiverPorts) {
  const stale = new Set<string>();
  const refresh = (...keys: readonly string[]): void => {
    if (stale.size === 0)
      later(() => {
        const due = [...stale];
        stale.clear();
        for (const key of due) void queries.invalidateQueries({ queryKey: [key] });
      }, REFRESH_MS);
    for (const key of keys) stale.add(key);
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
        return refresh('alerts', 'alert');
      case 'event': {
        const event = message.data;
        changeEventLists((list, filter) => (matches(event, filter) ? withEvent(list, event) : list));
        refresh('alerts', 'alert');
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
        return refresh('delivery');
      }
    }
  };
}
