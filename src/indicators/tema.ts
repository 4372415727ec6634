/** Triple exponential moving average. Warm after 3n − 2 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const tema: IndicatorDefinition = {
  name: 'tema',
  title: { en: 'Triple exponential moving average', ja: '三重指数移動平均' },
  parameters: [period('period', 20), sourceParameter(), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'tema', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => 3 * numberAt(params, 0) - 2,
  convention:
    '3·EMA − 3·EMA of EMA + EMA of EMA of EMA, each stage seeded by the SMA of its first n values; `first` seeds each by its first value.',
  source: 'P. Mulloy, Stocks & Commodities 12:1, 1994; TradingView ta.tema; TA-Lib TEMA',
  create: (params) => new Tema(numberAt(params, 0), sourceAt(params, 1), params[2] === 'first'),
};

class Tema extends Composite {
  readonly #source: Source;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;
  readonly #thrice: ExponentialMean;

  constructor(length: number, source: Source, seedByFirst: boolean) {
    super();
    this.#source = source;
    this.#once = ExponentialMean.stage(length, seedByFirst);
    this.#twice = ExponentialMean.stage(length, seedByFirst);
    this.#thrice = ExponentialMean.stage(length, seedByFirst);
  }

  push(candle: Candle): void {
    const once = this.#once.push(readSource(candle, this.#source));
    const twice = this.#twice.push(once);
    const thrice = this.#thrice.push(twice);
    this.outputs[0] = 3 * (once - twice) + thrice;
  }

  peek(candle: Candle, into: Float64Array): void {
    const once = this.#once.peek(readSource(candle, this.#source));
    const twice = this.#twice.peek(once);
    const thrice = this.#thrice.peek(twice);
    into[0] = 3 * (once - twice) + thrice;
  }

  protected parts() {
    return [this.#once, this.#twice, this.#thrice];
  }
}
