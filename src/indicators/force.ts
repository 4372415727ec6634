/** Force index. Warm after n + 1 candles (2 with the seed `first`). O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { LastValue } from './parts/last-value.ts';

export const force: IndicatorDefinition = {
  name: 'force',
  title: { en: 'Force index', ja: '勢力指数（フォースインデックス）' },
  parameters: [period('period', 13), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'force', dimension: 'number' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => (params[1] === 'first' ? 2 : numberAt(params, 0) + 1),
  convention:
    'EMA(n) of change of the close · volume, seeded by its SMA; `first` seeds by its first value. In price times volume: compare it with 0 or its own past.',
  source: 'A. Elder, Trading for a Living, 1993; TradingView, Elder’s Force Index',
  create: (params) => new Force(numberAt(params, 0), params[1] === 'first'),
};

class Force extends Composite {
  readonly #close = new LastValue();
  readonly #mean: ExponentialMean;

  constructor(length: number, seedByFirst: boolean) {
    super();
    this.#mean = ExponentialMean.ema(length, { length: seedByFirst ? 1 : length });
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#mean.push((candle.close - this.#close.push(candle.close)) * volumeOf(candle));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek((candle.close - this.#close.peek()) * volumeOf(candle));
  }

  protected parts() {
    return [this.#close, this.#mean];
  }
}
