/** True range: the higher of high and previous close less the lower of low and previous close. Source: Wilder, 1978. */
import type { Candle } from '../../market/candle.ts';
import type { Part, StateReader } from './part.ts';

export class TrueRange implements Part {
  readonly #firstIsHighLow: boolean;
  #close = NaN;

  /** What the first candle, which has no previous close, gives: high − low, or nothing. */
  constructor(first: 'high-low' | 'unknown') {
    this.#firstIsHighLow = first === 'high-low';
  }

  push(candle: Candle): number {
    const range = this.peek(candle);
    this.#close = candle.close;
    return range;
  }

  peek(candle: Candle): number {
    const close = this.#close;
    const { high, low } = candle;
    if (close !== close && this.#firstIsHighLow) return high - low;
    return Math.max(high, close) - Math.min(low, close);
  }

  save(state: number[]): void {
    state.push(this.#close);
  }

  load(state: StateReader): void {
    this.#close = state.number();
  }
}
