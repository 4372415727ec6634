/**
 * Fans live news out to every open stream. A message is serialised once; quotes are coalesced to one per instrument in 100 ms.
 * Cost: nothing while nobody listens but keeping the newest quote; O(readers) per message. Timers run only while there are readers.
 */
import type { QuoteView, StreamMessage } from '../contract/market.ts';
import { frameOf, quoteJson, quotesText } from './frame.ts';
import type { StreamSink } from './stream-client.ts';
import { StreamClient } from './stream-client.ts';

export const QUOTE_INTERVAL_MS = 100;
export const HEARTBEAT_MS = 15_000;
export const MAX_STREAMS = 500;
/** Of one reader: a desk that shares a key, and nobody can shut the others out alone. */
export const MAX_STREAMS_OF_ONE = 200;
/** Then EventSource reconnects: a revoked key does not keep its stream for ever. */
export const MAX_STREAM_AGE_MS = 3_600_000;

export class StreamHub {
  readonly #clients = new Map<StreamClient, { readonly reader: string; readonly age: NodeJS.Timeout }>();
  /** Newest quote of each instrument, as JSON text. */
  readonly #quotes = new Map<string, string>();
  /** Quotes that came since the last flush; their text is made at the flush. */
  readonly #changed = new Map<string, QuoteView>();
  #flushTimer: NodeJS.Timeout | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  readonly #onDropped: () => void;
  #closed = false;

  /** `onDropped` is called for each stream that ends by the server's will: too slow, too old, stopping. */
  constructor({ onDropped = () => undefined }: { readonly onDropped?: () => void } = {}) {
    this.#onDropped = onDropped;
  }

  /** Open streams. */
  get size(): number {
    return this.#clients.size;
  }

  /** A new quote; an older one of the same instrument that was not sent yet is forgotten. */
  quote(quote: QuoteView): void {
    if (this.#clients.size === 0) return;
    this.#changed.set(quote.instrument, quote);
    this.#flushTimer ??= setTimeout(() => this.#flush(), QUOTE_INTERVAL_MS);
  }

  publish(message: Exclude<StreamMessage, { type: 'quotes' }>): void {
    if (this.#clients.size === 0) return;
    const frame = frameOf(message);
    for (const client of this.#clients.keys()) client.send(frame);
  }

  /**
   * The client holds what comes until `release`, so that missed events can be read first. `reader` says whose it is. Null when there are
   * too many, of all or of this reader, or when closed.
   */
  subscribe(
    sink: StreamSink,
    options: { readonly instruments: ReadonlySet<string> | null; readonly reader: string },
  ): StreamClient | null {
    const { reader } = options;
    if (this.#closed || this.#clients.size >= MAX_STREAMS) return null;
    if (this.#countOf(reader) >= MAX_STREAMS_OF_ONE) return null;
    const client = new StreamClient(sink, {
      instruments: options.instruments,
      onEnd: (ended, by) => {
        if (by === 'server') this.#onDropped();
        this.#forget(ended);
      },
    });
    const age = setTimeout(() => client.end('ended after an hour; reconnect'), MAX_STREAM_AGE_MS);
    this.#clients.set(client, { reader, age });
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
    return client;
  }

  /** Ends every stream; later subscriptions are refused. */
  close(): void {
    this.#closed = true;
    for (const client of [...this.#clients.keys()]) client.end('ended: the server is stopping; reconnect');
  }

  #flush(): void {
    this.#flushTimer = null;
    for (const [instrument, quote] of this.#changed) this.#quotes.set(instrument, quoteJson(quote));
    const changed = [...this.#changed.keys()];
    this.#changed.clear();
    const all = quotesText(changed.map((instrument) => this.#quotes.get(instrument) ?? 'null'));
    let behind = false;
    for (const client of this.#clients.keys()) {
      if (client.sendQuotes(changed, this.#quotes, all)) behind = true;
    }
    if (behind) this.#flushTimer = setTimeout(() => this.#flush(), QUOTE_INTERVAL_MS);
  }

  #countOf(reader: string): number {
    let count = 0;
    for (const client of this.#clients.values()) if (client.reader === reader) count++;
    return count;
  }

  #beat(): void {
    for (const client of this.#clients.keys()) client.comment('beat');
  }

  #forget(client: StreamClient): void {
    clearTimeout(this.#clients.get(client)?.age);
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#heartbeat = null;
    this.#flushTimer = null;
    this.#changed.clear();
  }
}
