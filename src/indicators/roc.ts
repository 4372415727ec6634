/** Rate of change in percent over n candles. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { percentChange } from './parts/percent-change.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const roc: IndicatorDefinition = {
  name: 'roc',
  title: { en: 'Rate of change', ja: '変化率' },
  parameters: [period('period', 9), sourceParameter()],
  outputs: [{ name: 'roc', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention: '100 · (price − price n candles ago) / price n candles ago: percent, not a fraction.',
  source: 'TradingView ta.roc; TA-Lib ROC',
  create: (params) => new Roc(numberAt(params, 0), sourceAt(params, 1)),
};

class Roc extends Composite {
  readonly #source: Source;
  readonly #before: Delay;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#before = new Delay(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = percentChange(this.#before.push(price), price);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = percentChange(this.#before.peek(), readSource(candle, this.#source));
  }

  protected parts() {
    return [this.#before];
  }
}
