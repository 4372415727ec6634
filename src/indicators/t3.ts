/** Tillson's T3. Warm after 6n − 5 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const t3: IndicatorDefinition = {
  name: 't3',
  title: { en: 'Tillson T3 moving average', ja: 'T3移動平均（ティルソン）' },
  parameters: [
    period('period', 5),
    { kind: 'number', name: 'volume-factor', default: 0.7, min: 0, max: 1 },
    sourceParameter(),
  ],
  outputs: [{ name: 't3', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => 6 * numberAt(params, 0) - 5,
  convention:
    'Three times over (1 + v) · EMA − v · EMA of EMA, six EMAs in a row, each seeded by the SMA of its first n values; v is the volume factor, which ' +
    'has nothing to do with volume: 0 smooths most, 1 follows most.',
  source:
    'T. Tillson, Smoothing Techniques for More Accurate Signals, Stocks & Commodities 16:1, 1998; TA-Lib T3',
  create: (params) => new T3(numberAt(params, 0), numberAt(params, 1), sourceAt(params, 2)),
};

class T3 extends Composite {
  readonly #source: Source;
  readonly #stages: readonly ExponentialMean[];
  /** Of the third to the sixth stage. */
  readonly #weights: readonly [number, number, number, number];

  constructor(length: number, factor: number, source: Source) {
    super();
    this.#source = source;
    this.#stages = Array.from({ length: 6 }, () => ExponentialMean.ema(length));
    const [square, cube] = [factor ** 2, factor ** 3];
    this.#weights = [(1 + factor) ** 3, -3 * (factor + 2 * square + cube), 3 * (square + cube), -cube];
  }

  push(candle: Candle): void {
    let value = readSource(candle, this.#source);
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      value = this.#stages[i]!.push(value);
      if (i > 1) sum += this.#weights[i - 2]! * value;
    }
    this.outputs[0] = sum;
  }

  peek(candle: Candle, into: Float64Array): void {
    let value = readSource(candle, this.#source);
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      value = this.#stages[i]!.peek(value);
      if (i > 1) sum += this.#weights[i - 2]! * value;
    }
    into[0] = sum;
  }

  protected parts() {
    return this.#stages;
  }
}
