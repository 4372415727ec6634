/** Line of least squares through the last n prices, and how well it fits. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const linreg: IndicatorDefinition = {
  name: 'linreg',
  title: { en: 'Linear regression', ja: '線形回帰' },
  parameters: [period('period', 14, 2), sourceParameter()],
  outputs: [
    { name: 'value', dimension: 'price' },
    { name: 'slope', dimension: 'distance' },
    { name: 'forecast', dimension: 'price' },
    { name: 'intercept', dimension: 'price' },
    { name: 'r2', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'value: the line at the newest candle; slope: per candle; forecast: one candle ahead; intercept: the line at the oldest candle of ' +
    'the window; r2: the share of the variance that the line explains, 0 to 1, 0 in a flat window. Of the two means: slope = 6 · (WMA − SMA) / (n − 1), ' +
    'value = 3 · WMA − 2 · SMA.',
  source: 'Gauss’s least squares; TradingView ta.linreg; TA-Lib LINEARREG',
  create: (params) => new Linreg(numberAt(params, 0), sourceAt(params, 1)),
};

class Linreg extends Composite {
  readonly #source: Source;
  readonly #length: number;
  readonly #mean: RollingMean;
  readonly #moments: RollingMoments;
  readonly #weighted: WeightedMean;

  constructor(length: number, source: Source) {
    super(5);
    this.#source = source;
    this.#length = length;
    this.#mean = new RollingMean(length);
    this.#moments = new RollingMoments(length);
    this.#weighted = new WeightedMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.#moments.push(price);
    this.#conclude(this.#weighted.push(price), this.#mean.push(price), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    this.#moments.peek(price);
    this.#conclude(this.#weighted.peek(price), this.#mean.peek(price), into);
  }

  protected parts() {
    return [this.#mean, this.#weighted, this.#moments];
  }

  #conclude(weighted: number, mean: number, into: Float64Array): void {
    const slope = (6 * (weighted - mean)) / (this.#length - 1);
    const value = 3 * weighted - 2 * mean;
    into[0] = value;
    into[1] = slope;
    into[2] = value + slope;
    into[3] = value - slope * (this.#length - 1);
    into[4] = this.#fit(slope, mean);
  }

  /** The variance along the line, slope² · (n² − 1) / 12, over that of the prices. */
  #fit(slope: number, mean: number): number {
    const { variance } = this.#moments;
    if (isFlat(Math.sqrt(variance), mean)) return 0;
    return Math.min(1, (slope * slope * (this.#length * this.#length - 1)) / (12 * variance));
  }
}
