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
    const before = this.#close;
    this.#close = candle.close;
    if (before !== before) return this.#first(candle);
    return Math.max(candle.high, before) - Math.min(candle.low, before);
  }

  peek(candle: Candle): number {
    const before = this.#close;
    if (before !== before) return this.#first(candle);
    return Math.max(candle.high, before) - Math.min(candle.low, before);
  }

  save(state: number[]): void {
    state.push(this.#close);
  }

  load(state: StateReader): void {
    this.#close = state.number();
  }

  #first({ high, low }: Candle): number {
    return this.#firstIsHighLow ? high - low : NaN;
  }
}
