/** Triangular moving average. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const trima: IndicatorDefinition = {
  name: 'trima',
  title: { en: 'Triangular moving average', ja: '三角移動平均' },
  parameters: [period('period', 20), sourceParameter()],
  outputs: [{ name: 'trima', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'SMA(⌊n/2⌋ + 1) of SMA(⌈n/2⌉): weights that rise to the middle of the n prices and fall again, as in TA-Lib.',
  source: 'TA-Lib TRIMA; Tulip trima',
  create: (params) => new Trima(numberAt(params, 0), sourceAt(params, 1)),
};

class Trima extends Composite {
  readonly #source: Source;
  readonly #once: RollingMean;
  readonly #twice: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#once = new RollingMean(Math.ceil(length / 2));
    this.#twice = new RollingMean(Math.floor(length / 2) + 1);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#twice.push(this.#once.push(readSource(candle, this.#source)));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#twice.peek(this.#once.peek(readSource(candle, this.#source)));
  }

  protected parts() {
    return [this.#once, this.#twice];
  }
}
