/** Directional movement: ADX, +DI, −DI, DX. Warm after 2n candles, the DIs and DX after n + 1. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { DirectionalMeans } from './parts/directional-means.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';

export const adx: IndicatorDefinition = {
  name: 'adx',
  title: { en: 'Average directional index', ja: 'ADX（平均方向性指数）' },
  parameters: [period('period', 14), choice('seed', ['mean', 'talib'])],
  outputs: [
    { name: 'adx', dimension: 'oscillator' },
    { name: 'plus', dimension: 'oscillator' },
    { name: 'minus', dimension: 'oscillator' },
    { name: 'dx', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => 2 * numberAt(params, 0),
  convention:
    'Wilder means of ±DM and true range from the second candle on, seeded by the mean of n; `talib` seeds by n − 1 values and smooths ' +
    'the n-th in. DX is 0 when there is no movement. ADX is the Wilder mean of DX.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TradingView ta.dmi',
  create: (params) => new Adx(numberAt(params, 0), params[1] === 'talib'),
};

export class Adx extends Composite {
  readonly #means: DirectionalMeans;
  readonly #adx: ExponentialMean;

  constructor(length: number, isShort: boolean) {
    super(4);
    this.#means = new DirectionalMeans(length, isShort);
    this.#adx = ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    this.#means.push(candle);
    const dx = imbalance(this.#means);
    const outputs = this.outputs;
    outputs[0] = this.#adx.push(dx);
    outputs[1] = this.#means.plus;
    outputs[2] = this.#means.minus;
    outputs[3] = dx;
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#means.peek(candle);
    const dx = imbalance(this.#means);
    into[0] = this.#adx.peek(dx);
    into[1] = this.#means.plus;
    into[2] = this.#means.minus;
    into[3] = dx;
  }

  /** Its state, for whoever builds on it. */
  parts() {
    return [this.#means, this.#adx];
  }
}

function imbalance({ plus, minus }: DirectionalMeans): number {
  const both = plus + minus;
  return both === 0 ? 0 : (100 * Math.abs(plus - minus)) / both;
}
