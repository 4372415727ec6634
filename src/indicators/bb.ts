/** Bollinger bands, %B and bandwidth. Warm after n candles. O(1) a candle; no cancellation (parts/rolling-moments.ts). */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const bb: IndicatorDefinition = {
  name: 'bb',
  title: { en: 'Bollinger bands', ja: 'ボリンジャーバンド' },
  parameters: [
    period('period', 20, 2),
    { kind: 'number', name: 'width', default: 2, min: 0.01, max: 50 },
    sourceParameter(),
    choice('deviation', ['population', 'sample']),
  ],
  outputs: [
    { name: 'middle', dimension: 'price' },
    { name: 'upper', dimension: 'price' },
    { name: 'lower', dimension: 'price' },
    { name: 'percentb', dimension: 'number' },
    { name: 'bandwidth', dimension: 'percent' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'SMA ± width · deviation of the population (`sample`: divided by n − 1). percentb = (price − lower) / (upper − lower), ' +
    '0 at the lower band and 1 at the upper, 0.5 in a flat window; bandwidth = 100 · (upper − lower) / middle.',
  source: 'J. Bollinger, Bollinger on Bollinger Bands, 2001; TradingView ta.bb',
  create: (params) =>
    new Bb({
      length: numberAt(params, 0),
      width: numberAt(params, 1),
      source: sourceAt(params, 2),
      ofSample: params[3] === 'sample',
    }),
};

class Bb extends Composite {
  readonly #source: Source;
  readonly #moments: RollingMoments;
  readonly #width: number;
  readonly #scale: number;

  constructor(options: { length: number; width: number; source: Source; ofSample: boolean }) {
    super(5);
    const { length, width, source, ofSample } = options;
    this.#source = source;
    this.#moments = new RollingMoments(length);
    this.#width = width;
    this.#scale = ofSample ? length / (length - 1) : 1;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.#moments.push(price);
    this.#conclude(price, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    this.#moments.peek(price);
    this.#conclude(price, into);
  }

  protected parts() {
    return [this.#moments];
  }

  #conclude(price: number, into: Float64Array): void {
    const { mean, variance } = this.#moments;
    const reach = this.#width * Math.sqrt(variance * this.#scale);
    into[0] = mean;
    into[1] = mean + reach;
    into[2] = mean - reach;
    into[3] = isFlat(reach, this.#width * price) ? 0.5 : (price - mean + reach) / (2 * reach);
    into[4] = (200 * reach) / mean;
  }
}
