/** Rate of change in percent over n candles. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Delay } from './parts/delay.ts';
import { restoreFrom, snapshotOf } from './parts/part.ts';
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

class Roc implements Indicator {
  readonly outputs = new Float64Array(1).fill(NaN);
  readonly #source: Source;
  readonly #before: Delay;

  constructor(length: number, source: Source) {
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

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, [this.#before]);
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, [this.#before]);
  }
}
