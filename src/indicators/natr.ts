/** Average true range in percent of the close. Warm after n candles (one more for `sma` and `talib`). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { TrueRange } from './parts/true-range.ts';

export const natr: IndicatorDefinition = {
  name: 'natr',
  title: { en: 'Normalized average true range', ja: '正規化ATR' },
  parameters: [period('period', 14), choice('mean', ['wilder', 'sma', 'talib'])],
  outputs: [{ name: 'natr', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + (params[1] === 'wilder' ? 0 : 1),
  convention: '100 · ATR / close; the words are those of atr.',
  source: 'J. Forman, Stocks & Commodities 24:5, 2006; TA-Lib NATR',
  create: (params) => {
    const length = numberAt(params, 0);
    if (params[1] === 'sma') return new Natr(new TrueRange('unknown'), new RollingMean(length));
    const first = params[1] === 'talib' ? 'unknown' : 'high-low';
    return new Natr(new TrueRange(first), ExponentialMean.wilder(length));
  },
};

class Natr extends Composite {
  readonly #range: TrueRange;
  readonly #mean: ExponentialMean | RollingMean;

  constructor(range: TrueRange, mean: ExponentialMean | RollingMean) {
    super();
    this.#range = range;
    this.#mean = mean;
  }

  push(candle: Candle): void {
    this.outputs[0] = percentOf(this.#mean.push(this.#range.push(candle)), candle.close);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = percentOf(this.#mean.peek(this.#range.peek(candle)), candle.close);
  }

  protected parts() {
    return [this.#range, this.#mean];
  }
}

/** Unknown at a price of zero. */
function percentOf(range: number, close: number): number {
  return close === 0 ? NaN : (100 * range) / close;
}
