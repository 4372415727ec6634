/** Double exponential moving average. Warm after 2n − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const dema: IndicatorDefinition = {
  name: 'dema',
  title: { en: 'Double exponential moving average', ja: '二重指数移動平均' },
  parameters: [period('period', 20), sourceParameter(), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'dema', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => 2 * numberAt(params, 0) - 1,
  convention:
    '2·EMA − EMA of EMA, each stage seeded by the SMA of its first n values; `first` seeds each by its first value.',
  source: 'P. Mulloy, Stocks & Commodities 12:1, 1994; TradingView ta.dema; TA-Lib DEMA',
  create: (params) => new Dema(numberAt(params, 0), sourceAt(params, 1), params[2] === 'first'),
};

class Dema extends Composite {
  readonly #source: Source;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;

  constructor(length: number, source: Source, seedByFirst: boolean) {
    super();
    this.#source = source;
    this.#once = ExponentialMean.stage(length, seedByFirst);
    this.#twice = ExponentialMean.stage(length, seedByFirst);
  }

  push(candle: Candle): void {
    const once = this.#once.push(readSource(candle, this.#source));
    this.outputs[0] = 2 * once - this.#twice.push(once);
  }

  peek(candle: Candle, into: Float64Array): void {
    const once = this.#once.peek(readSource(candle, this.#source));
    into[0] = 2 * once - this.#twice.peek(once);
  }

  protected parts() {
    return [this.#once, this.#twice];
  }
}
