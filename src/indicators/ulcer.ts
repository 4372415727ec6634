/** Ulcer index: the depth of the falls from the highest price. Warm after 2n − 1 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const ulcer: IndicatorDefinition = {
  name: 'ulcer',
  title: { en: 'Ulcer index', ja: 'アルサー指数' },
  parameters: [period('period', 14), sourceParameter()],
  outputs: [{ name: 'ulcer', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => 2 * numberAt(params, 0) - 1,
  convention:
    'The root of the mean square, over n candles, of how many percent each price is below the highest of the n that end with it, as StockCharts has it.',
  source: 'P. Martin, B. McCann, The Investor’s Guide to Fidelity Funds, 1989; StockCharts, Ulcer Index',
  create: (params) => new Ulcer(numberAt(params, 0), sourceAt(params, 1)),
};

class Ulcer extends Composite {
  readonly #source: Source;
  readonly #highest: RollingExtreme;
  readonly #mean: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = Math.sqrt(this.#mean.push(depth(price, this.#highest.push(price))));
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = Math.sqrt(this.#mean.peek(depth(price, this.#highest.peek(price))));
  }

  protected parts() {
    return [this.#highest, this.#mean];
  }
}

/** In percent, squared; unknown below a price of zero. */
function depth(price: number, highest: number): number {
  return highest === 0 ? NaN : ((100 * (price - highest)) / highest) ** 2;
}
