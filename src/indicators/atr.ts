/** Average true range. Warm after n candles (one more for `sma` and `talib`). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition, IndicatorParams } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { TrueRange } from './parts/true-range.ts';

export const atr: IndicatorDefinition = {
  name: 'atr',
  title: { en: 'Average true range', ja: 'ATR（平均真の値幅）' },
  parameters: [period('period', 14), choice('mean', ['wilder', 'sma', 'talib'])],
  outputs: [{ name: 'atr', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + (params[1] === 'wilder' ? 0 : 1),
  convention:
    'Wilder mean of the true range; the first candle gives high − low, as on TradingView. `talib` begins with the second candle; ' +
    '`sma` is the simple mean of MetaTrader 5, which also begins with the second.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TradingView ta.atr',
  create: (params) => new Atr(params),
};

export class Atr extends Composite {
  readonly #range: TrueRange;
  readonly #mean: ExponentialMean | RollingMean;

  constructor(params: IndicatorParams) {
    super();
    const [length, mean] = [numberAt(params, 0), params[1]];
    this.#range = new TrueRange(mean === 'wilder' ? 'high-low' : 'unknown');
    this.#mean = mean === 'sma' ? new RollingMean(length) : ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#mean.push(this.#range.push(candle));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek(this.#range.peek(candle));
  }

  protected parts() {
    return [this.#range, this.#mean];
  }
}
