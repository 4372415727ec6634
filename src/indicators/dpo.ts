/** Detrended price oscillator. Warm after n + ⌊n/2⌋ + 1 candles (`centered`: n or ⌊n/2⌋ + 2, whichever is more). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const dpo: IndicatorDefinition = {
  name: 'dpo',
  title: { en: 'Detrended price oscillator', ja: 'DPO（トレンド除去価格オシレーター）' },
  parameters: [period('period', 21), sourceParameter(), choice('placing', ['current', 'centered'])],
  outputs: [{ name: 'dpo', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => {
    const length = numberAt(params, 0);
    return params[2] === 'centered' ? Math.max(length, backOf(length) + 1) : length + backOf(length);
  },
  convention:
    'Price − the SMA of ⌊n/2⌋ + 1 candles ago, as on TradingView; `centered` takes the price of that candle and the SMA of now, as Tulip does.',
  source: 'TradingView, Detrended Price Oscillator',
  create: (params) => new Dpo(numberAt(params, 0), sourceAt(params, 1), params[2] === 'centered'),
};

class Dpo extends Composite {
  readonly #source: Source;
  readonly #centered: boolean;
  readonly #mean: RollingMean;
  readonly #delay: Delay;

  constructor(length: number, source: Source, centered: boolean) {
    super();
    this.#source = source;
    this.#centered = centered;
    this.#mean = new RollingMean(length);
    this.#delay = new Delay(backOf(length));
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const mean = this.#mean.push(price);
    this.outputs[0] = this.#centered ? this.#delay.push(price) - mean : price - this.#delay.push(mean);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#centered ? this.#delay.peek() - this.#mean.peek(price) : price - this.#delay.peek();
  }

  protected parts() {
    return [this.#mean, this.#delay];
  }
}

function backOf(length: number): number {
  return Math.floor(length / 2) + 1;
}
