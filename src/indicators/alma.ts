/**
 * Arnaud Legoux moving average. Warm after n candles.
 * Costs O(n) a candle: the weights are a Gaussian, and no sum of the last candle's products gives those of the next.
 */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { PriceWindow } from './parts/price-window.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const alma: IndicatorDefinition = {
  name: 'alma',
  title: { en: 'Arnaud Legoux moving average', ja: 'アルノー・ルグー移動平均' },
  parameters: [
    period('period', 9),
    { kind: 'number', name: 'offset', default: 0.85, min: 0, max: 1 },
    { kind: 'number', name: 'sigma', default: 6, min: 0.1, max: 100 },
    sourceParameter(),
  ],
  outputs: [{ name: 'alma', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'Weights exp(−(i − m)² / 2s²), i from 0 at the oldest price, m = offset · (n − 1), not rounded, s = n / sigma; offset 1 leans on the ' +
    'newest price, 0 on the oldest.',
  source: 'A. Legoux, D. Kouzis-Loukas, 2009; TradingView ta.alma',
  create: (params) => {
    const weights = gaussian(numberAt(params, 0), numberAt(params, 1), numberAt(params, 2));
    return new Alma(weights, sourceAt(params, 3));
  },
};

class Alma extends Composite {
  readonly #source: Source;
  readonly #weights: Float64Array;
  readonly #window: PriceWindow;

  constructor(weights: Float64Array, source: Source) {
    super();
    this.#source = source;
    this.#weights = weights;
    this.#window = new PriceWindow(weights.length);
  }

  push(candle: Candle): void {
    this.#window.push(readSource(candle, this.#source));
    this.outputs[0] = this.#window.weighted(this.#weights);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#window.weightedWith(readSource(candle, this.#source), this.#weights);
  }

  protected parts() {
    return [this.#window];
  }
}

/** They sum to 1. */
function gaussian(length: number, offset: number, sigma: number): Float64Array {
  const center = offset * (length - 1);
  const width = length / sigma;
  const weights = Float64Array.from({ length }, (_, i) => Math.exp(-((i - center) ** 2) / (2 * width ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
