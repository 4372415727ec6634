/** Price less the price n candles ago. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const momentum: IndicatorDefinition = {
  name: 'momentum',
  title: { en: 'Momentum', ja: 'モメンタム' },
  parameters: [period('period', 10), sourceParameter()],
  outputs: [{ name: 'momentum', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention: 'price − price n candles ago, a difference; MetaTrader’s momentum is 100 + roc.',
  source: 'TradingView ta.mom; TA-Lib MOM',
  create: (params) => new Momentum(numberAt(params, 0), sourceAt(params, 1)),
};

class Momentum extends Composite {
  readonly #source: Source;
  readonly #before: Delay;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#before = new Delay(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = price - this.#before.push(price);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = readSource(candle, this.#source) - this.#before.peek();
  }

  protected parts() {
    return [this.#before];
  }
}
