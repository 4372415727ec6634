/**
 * Candles before the oldest on the chart, a page at a time as the view comes near them.
 *
 *   more       → loading when asked
 *   loading    → more, or one of:
 *   beginning    nothing older is recorded
 *   full         the chart holds MOST_CANDLES
 *   failed     → loading when asked again by `retry`: scrolling on does not press a server that does not answer
 *
 * `begin` returns to `more` from anywhere and gives up what is on its way.
 */
import type { CandleView } from '../../../src/api/contract/market.ts';
import { createStore, type Readable } from '../store.ts';
import { MOST_CANDLES } from './candle-series.ts';

type OlderState = 'more' | 'loading' | 'beginning' | 'full' | 'failed';

/** At most `limit` candles that opened before an instant, the newest of them, in ascending order. */
export type LoadCandles = (
  before: number,
  limit: number,
  signal: AbortSignal,
) => Promise<readonly CandleView[]>;

interface Known {
  readonly oldest: number;
  readonly count: number;
}

const PAGE = 1_000;
const NONE: readonly CandleView[] = [];

export class OlderCandles {
  readonly #state = createStore<OlderState>('more');
  readonly state: Readable<OlderState> = this.#state;
  #load: LoadCandles = () => Promise.resolve(NONE);
  #underWay = new AbortController();

  /** Another series. */
  begin(load: LoadCandles): void {
    this.stop();
    this.#load = load;
    this.#state.set('more');
  }

  stop(): void {
    this.#underWay.abort();
  }

  retry(known: Known): Promise<readonly CandleView[]> {
    if (this.#state.get() === 'failed') this.#state.set('more');
    return this.ask(known);
  }

  /** The next page; nothing when one is on its way already, or none is to come. A failure is a state, not an exception. */
  async ask({ oldest, count }: Known): Promise<readonly CandleView[]> {
    if (this.#state.get() !== 'more') return NONE;
    const limit = Math.min(PAGE, MOST_CANDLES - count);
    if (limit <= 0) {
      this.#state.set('full');
      return NONE;
    }
    this.#state.set('loading');
    const { signal } = (this.#underWay = new AbortController());
    const page = await this.#load(oldest, limit, signal).catch(() => null);
    if (signal.aborted) return NONE;
    this.#state.set(page === null ? 'failed' : page.length === 0 ? 'beginning' : 'more');
    return page ?? NONE;
  }
}
