/** Z-score: how many deviations a price is from its mean. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const zscore: IndicatorDefinition = {
  name: 'zscore',
  title: { en: 'Z-score', ja: 'Zスコア' },
  parameters: [period('period', 20, 2), sourceParameter(), choice('deviation', ['population', 'sample'])],
  outputs: [{ name: 'zscore', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    '(price − SMA) / deviation of the population (`sample`: divided by n − 1), the newest price included; 0 in a flat window.',
  source: 'TradingView (source − ta.sma) / ta.stdev',
  create: (params) => new Zscore(numberAt(params, 0), sourceAt(params, 1), params[2] === 'sample'),
};

class Zscore extends Composite {
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
    const price = readSource(candle, this.#source);
    this.#moments.push(price);
    this.outputs[0] = this.#score(price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    this.#moments.peek(price);
    into[0] = this.#score(price);
  }

  protected parts() {
    return [this.#moments];
  }

  #score(price: number): number {
    const { mean, variance } = this.#moments;
    const deviation = Math.sqrt(variance * this.#scale);
    return isFlat(deviation, price) ? 0 : (price - mean) / deviation;
  }
}
