/** Chande’s forecast oscillator. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { WeightedMean } from './parts/weighted-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const cfo: IndicatorDefinition = {
  name: 'cfo',
  title: { en: 'Chande forecast oscillator', ja: 'チャンデ・フォーキャスト・オシレーター' },
  parameters: [period('period', 14, 2), sourceParameter()],
  outputs: [{ name: 'cfo', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'How far the price is from what the least-squares line of the n prices before it forecast for it, in percent of the price. (Charts that ' +
    'measure from the end of a line through the price itself show a smaller distance.)',
  source: 'T. Chande, S. Kroll, The New Technical Trader, 1994; MetaStock, Forecast Oscillator',
  create: (params) => new Cfo(numberAt(params, 0), sourceAt(params, 1)),
};

class Cfo extends Composite {
  readonly #length: number;
  readonly #source: Source;
  readonly #mean: RollingMean;
  readonly #weighted: WeightedMean;
  readonly #forecast = new LastValue();

  constructor(length: number, source: Source) {
    super();
    this.#length = length;
    this.#source = source;
    this.#mean = new RollingMean(length);
    this.#weighted = new WeightedMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const mean = this.#mean.push(price);
    const apart = this.#weighted.push(price) - mean;
    // The line’s end, 3 · WMA − 2 · SMA, and its slope once more.
    const forecast = mean + apart * (3 + 6 / (this.#length - 1));
    this.outputs[0] = percentOff(price, this.#forecast.push(forecast));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = percentOff(readSource(candle, this.#source), this.#forecast.peek());
  }

  protected parts() {
    return [this.#mean, this.#weighted, this.#forecast];
  }
}

/** Unknown at a price of zero. */
function percentOff(price: number, forecast: number): number {
  return price === 0 ? NaN : (100 * (price - forecast)) / price;
}
