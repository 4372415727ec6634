/**
 * What is to be subscribed on one connection. There is no acknowledgement: a subscription shows itself only by data, and a refusal does
 * not name the symbol, so it is taken for the last one sent.
 */
import { aborted } from '../pause.ts';
import type { SubscribePacer } from './subscribe-pacer.ts';

export class Subscriptions {
  readonly #pacer: SubscribePacer;
  readonly #queue: string[];
  readonly #sent = new Set<string>();
  #last: string | null = null;
  #wake: () => void = () => undefined;

  constructor(symbols: readonly string[], pacer: SubscribePacer) {
    this.#queue = [...symbols];
    this.#pacer = pacer;
  }

  /** Sends what is due, at the pacer's pace, until the signal aborts. */
  async run(send: (frame: string) => void, signal: AbortSignal): Promise<void> {
    const end = aborted(signal);
    while (!signal.aborted) {
      if (this.#queue.length === 0) {
        await Promise.race([end, new Promise<void>((resolve) => (this.#wake = resolve))]);
        continue;
      }
      if (!(await this.#pacer.turn(signal))) return;
      const symbol = this.#queue.shift();
      if (symbol === undefined) continue;
      this.#last = symbol;
      this.#sent.add(symbol);
      send(JSON.stringify({ command: 'subscribe', channel: 'ticker', symbol }));
      this.#pacer.sent();
    }
  }

  /** Data came: the symbol is subscribed. */
  shown(symbol: string): void {
    if (symbol !== this.#last) return;
    this.#last = null;
    this.#pacer.succeeded();
  }

  /** The provider refused a subscribe frame. */
  refused(): void {
    this.#pacer.refused();
    if (this.#last !== null) this.again(this.#last);
    this.#last = null;
  }

  again(symbol: string): void {
    this.#sent.delete(symbol);
    if (!this.#queue.includes(symbol)) this.#queue.unshift(symbol);
    this.#wake();
  }

  /** Nothing waits to be sent. */
  isComplete(): boolean {
    return this.#queue.length === 0;
  }

  /** Whether the frame has been sent and not been refused. */
  has(symbol: string): boolean {
    return this.#sent.has(symbol);
  }
}
