/** Standard deviation of the last n prices. Warm after n candles. O(1) a candle; no cancellation (parts/rolling-moments.ts). */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const stdev: IndicatorDefinition = {
  name: 'stdev',
  title: { en: 'Standard deviation', ja: '標準偏差' },
  parameters: [period('period', 20, 2), sourceParameter(), choice('deviation', ['population', 'sample'])],
  outputs: [{ name: 'stdev', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: 'Of the population (divided by n); `sample` divides by n − 1.',
  source: 'TradingView ta.stdev; TA-Lib STDDEV',
  create: (params) => new Stdev(numberAt(params, 0), sourceAt(params, 1), params[2] === 'sample'),
};

class Stdev extends Composite {
  readonly #source: Source;
  readonly #moments: RollingMoments;
  readonly #scale: number;

  constructor(length: number, source: Source, ofSample: boolean) {
    super();
    this.#source = source;
    this.#moments = new RollingMoments(length);
    this.#scale = ofSample ? length / (length - 1) : 1;
  }

  push(candle: Candle): void {
    this.#moments.push(readSource(candle, this.#source));
    this.outputs[0] = Math.sqrt(this.#moments.variance * this.#scale);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#moments.peek(readSource(candle, this.#source));
    into[0] = Math.sqrt(this.#moments.variance * this.#scale);
  }

  protected parts() {
    return [this.#moments];
  }
}
