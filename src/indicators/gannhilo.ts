/** Gann HiLo activator. Warm after the longer of its means. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RollingMean } from './parts/rolling-mean.ts';

/** A mean of equal prices differs from them in its last bits: that far beyond is not beyond. */
const ROUNDING = 1e-9;

export const gannhilo: IndicatorDefinition = {
  name: 'gannhilo',
  title: { en: 'Gann HiLo activator', ja: 'ギャン・ハイロー・アクティベーター' },
  parameters: [period('high', 3), period('low', 3), choice('between', ['following', 'frozen'])],
  outputs: [
    { name: 'value', dimension: 'price' },
    { name: 'direction', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => Math.max(numberAt(params, 0), numberAt(params, 1)),
  convention:
    'Turns up (1) when the close is above the last candle’s SMA(high) of the highs, down (−1) when below the last SMA(low) of the lows; begins up. ' +
    'The value is the SMA of the lows while up, of the highs while down. `frozen` moves only on candles that close beyond.',
  source: 'R. Krausz, The New Gann Swing Chartist, Stocks & Commodities 16:2, 1998',
  create: (params) => new Gannhilo(numberAt(params, 0), numberAt(params, 1), params[2] === 'frozen'),
};

class Gannhilo extends Composite {
  readonly #freezes: boolean;
  readonly #highs: RollingMean;
  readonly #lows: RollingMean;
  #high = NaN;
  #low = NaN;
  #direction = 1;
  #value = NaN;

  constructor(high: number, low: number, freezes: boolean) {
    super(2);
    this.#freezes = freezes;
    this.#highs = new RollingMean(high);
    this.#lows = new RollingMean(low);
  }

  push(candle: Candle): void {
    const high = this.#highs.push(candle.high);
    const low = this.#lows.push(candle.low);
    this.#conclude(candle.close, high, low, this.outputs);
    this.#high = high;
    this.#low = low;
    if (Number.isNaN(this.outputs[0])) return;
    this.#value = this.outputs[0]!;
    this.#direction = this.outputs[1]!;
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#conclude(candle.close, this.#highs.peek(candle.high), this.#lows.peek(candle.low), into);
  }

  save(state: number[]): void {
    state.push(this.#high, this.#low, this.#direction, this.#value);
  }

  load(state: StateReader): void {
    this.#high = state.number();
    this.#low = state.number();
    this.#direction = state.number();
    this.#value = state.number();
  }

  protected parts() {
    return [this, this.#highs, this.#lows];
  }

  #conclude(close: number, high: number, low: number, into: Float64Array): void {
    const isKnown = Number.isFinite(high + low + close);
    const rises = close - this.#high > ROUNDING * close;
    const falls = this.#low - close > ROUNDING * close;
    const direction = rises ? 1 : falls ? -1 : this.#direction;
    const side = direction === 1 ? low : high;
    const stays = this.#freezes && !rises && !falls && this.#value === this.#value;
    into[0] = !isKnown ? NaN : stays ? this.#value : side;
    into[1] = isKnown ? direction : NaN;
  }
}
