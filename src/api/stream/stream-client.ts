/**
 * One reader of the stream. What is behind is bounded: quotes of a congested reader are not queued but replaced (it gets the newest once it
 * has caught up), and one that has 1 MB unread is ended with a final comment; EventSource then reconnects and asks for the missed events.
 *
 *   replaying -> live -> ended
 *       '-----------------^       live frames are held while missed events are read from the log, at most 1,000
 */
import type { Frame } from './frame.ts';
import { commentText, quotesText } from './frame.ts';

export const CONGESTED_BYTES = 64 * 1024;
export const MAX_UNREAD_BYTES = 1024 * 1024;
const MAX_HELD_FRAMES = 1_000;

/** Where text goes: a response, or a list in tests. */
export interface StreamSink {
  write(text: string): void;
  /** Written and not yet taken by the network. */
  unreadBytes(): number;
  end(): void;
}

/** `by`: who wanted it to end. */
type OnEnd = (client: StreamClient, by: 'server' | 'reader') => void;

export class StreamClient {
  readonly #sink: StreamSink;
  readonly #instruments: ReadonlySet<string> | null;
  readonly #onEnd: OnEnd;
  /** Not null while replaying. */
  #held: Frame[] | null = [];
  /** Instruments with a newer quote than the reader has seen. */
  readonly #behind = new Set<string>();
  #ended = false;

  constructor(
    sink: StreamSink,
    options: {
      readonly instruments: ReadonlySet<string> | null;
      readonly onEnd: OnEnd;
    },
  ) {
    this.#sink = sink;
    this.#instruments = options.instruments;
    this.#onEnd = options.onEnd;
  }

  get ended(): boolean {
    return this.#ended;
  }

  wants(instrument: string | null): boolean {
    return instrument === null || this.#instruments === null || this.#instruments.has(instrument);
  }

  send(frame: Frame): void {
    if (this.#ended || !this.wants(frame.instrument)) return;
    if (this.#held === null) {
      this.#write(frame.text);
      return;
    }
    this.#held.push(frame);
    if (this.#held.length > MAX_HELD_FRAMES)
      this.end('too much happened while missed events were read; reconnect');
  }

  /** Writes the missed events and what came meanwhile, each event once, and goes live. */
  release(missed: readonly Frame[]): void {
    if (this.#ended || this.#held === null) return;
    const held = this.#held;
    this.#held = null;
    for (const frame of missed) if (this.wants(frame.instrument)) this.#write(frame.text);
    const repeated = new Set(missed.map(({ eventId }) => eventId));
    for (const frame of held) {
      if (frame.eventId === null || !repeated.has(frame.eventId)) this.#write(frame.text);
    }
  }

  /**
   * `changed` since the last call; `all` is their text, for readers that want every one and are not behind. True when the reader has to
   * catch up later.
   */
  sendQuotes(changed: readonly string[], quotes: ReadonlyMap<string, string>, all: string): boolean {
    if (this.#ended) return false;
    const congested = this.#held !== null || this.#sink.unreadBytes() > CONGESTED_BYTES;
    if (!congested && this.#instruments === null && this.#behind.size === 0) {
      if (changed.length > 0) this.#write(all);
      return false;
    }
    for (const instrument of changed) if (this.wants(instrument)) this.#behind.add(instrument);
    if (congested || this.#behind.size === 0) return this.#behind.size > 0;
    const texts = [...this.#behind].map((instrument) => quotes.get(instrument) ?? 'null');
    this.#behind.clear();
    this.#write(quotesText(texts));
    return false;
  }

  comment(text: string): void {
    if (!this.#ended) this.#write(commentText(text));
  }

  /** Ends with a last comment that says why. */
  end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#held = null;
    this.#sink.write(commentText(why));
    this.#sink.end();
    this.#onEnd(this, 'server');
  }

  /** The reader has gone by itself. */
  gone(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#held = null;
    this.#onEnd(this, 'reader');
  }

  #write(text: string): void {
    if (this.#ended) return;
    if (this.#sink.unreadBytes() > MAX_UNREAD_BYTES) {
      this.end('ended: the reader is too slow; reconnect, missed events come again');
      return;
    }
    this.#sink.write(text);
  }
}
