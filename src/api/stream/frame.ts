/** Server-sent events on the wire. Source: WHATWG HTML, "Server-sent events". JSON text holds no line break, so one data line is enough. */
import type { EventView } from '../contract/events.ts';
import type { QuoteView, StreamMessage } from '../contract/market.ts';

export interface Frame {
  readonly text: string;
  /** Instrument it is about; null goes to everybody. */
  readonly instrument: string | null;
  /** Row id of the event, for Last-Event-ID; null for all other types. */
  readonly eventId: string | null;
}

export function frameOf(message: Exclude<StreamMessage, { type: 'quotes' }>): Frame {
  if (message.type === 'event') return eventFrame(message.data);
  return {
    text: `event: ${message.type}\ndata: ${JSON.stringify(message.data)}\n\n`,
    instrument: message.type === 'candle' ? message.data.instrument : null,
    eventId: null,
  };
}

export function eventFrame(event: EventView): Frame {
  return {
    text: `id: ${event.id}\nevent: event\ndata: ${JSON.stringify(event)}\n\n`,
    instrument: event.instrument,
    eventId: event.id,
  };
}

/** Quotes that are JSON text already: one is serialised once, for however many clients. */
export function quotesText(quotes: readonly string[]): string {
  return `event: quotes\ndata: [${quotes.join(',')}]\n\n`;
}

export function quoteJson(quote: QuoteView): string {
  return JSON.stringify(quote);
}

/** Seen by people who look at the wire, ignored by EventSource. */
export function commentText(text: string): string {
  return `: ${text}\n\n`;
}

/** Whether row id `a` was recorded after `b`: ids rise with the time of recording, and longer decimal numbers are larger. */
export function isAfter(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
