/** Change in percent of a thrice smoothed average. Warm after 3n − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { percentChange } from './parts/percent-change.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const trix: IndicatorDefinition = {
  name: 'trix',
  title: { en: 'TRIX', ja: 'TRIX' },
  parameters: [period('period', 15), sourceParameter(), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'trix', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => 3 * numberAt(params, 0) - 1,
  convention:
    'Change in percent of the EMA of the EMA of the EMA, each stage seeded by the SMA of its first n values; `first` seeds each by its first value.',
  source: 'J. Hutson, Stocks & Commodities 1:5, 1983; TA-Lib TRIX',
  create: (params) => new Trix(numberAt(params, 0), sourceAt(params, 1), params[2] === 'first'),
};

class Trix extends Composite {
  readonly #source: Source;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;
  readonly #thrice: ExponentialMean;
  readonly #before = new Delay(1);

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
    this.outputs[0] = percentChange(this.#before.push(thrice), thrice);
  }

  peek(candle: Candle, into: Float64Array): void {
    const once = this.#once.peek(readSource(candle, this.#source));
    const twice = this.#twice.peek(once);
    const thrice = this.#thrice.peek(twice);
    into[0] = percentChange(this.#before.peek(), thrice);
  }

  protected parts() {
    return [this.#once, this.#twice, this.#thrice, this.#before];
  }
}
