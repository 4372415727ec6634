/** Kaufman’s adaptive moving average. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const kama: IndicatorDefinition = {
  name: 'kama',
  title: { en: 'Kaufman adaptive moving average', ja: 'カウフマン適応移動平均' },
  parameters: [period('period', 10), period('fast', 2), period('slow', 30), sourceParameter()],
  outputs: [{ name: 'kama', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'Weight (e·(2/(fast + 1) − 2/(slow + 1)) + 2/(slow + 1))², e = net change over n / sum of changes, 0 in a flat window; seeded by the n-th price.',
  source: 'P. Kaufman, Smarter Trading, 1995; TA-Lib KAMA',
  create: (params) =>
    new Kama({
      length: numberAt(params, 0),
      fast: numberAt(params, 1),
      slow: numberAt(params, 2),
      source: sourceAt(params, 3),
    }),
};

class Kama extends Composite {
  readonly #source: Source;
  readonly #fast: number;
  readonly #slow: number;
  readonly #length: number;
  readonly #before: Delay;
  readonly #noise: RollingMean;
  #price = NaN;
  /** Until the first efficiency is known, the last price. */
  #mean = NaN;
  #begun = 0;

  constructor(options: { length: number; fast: number; slow: number; source: Source }) {
    super();
    this.#source = options.source;
    this.#length = options.length;
    this.#fast = 2 / (options.fast + 1);
    this.#slow = 2 / (options.slow + 1);
    this.#before = new Delay(options.length);
    this.#noise = new RollingMean(options.length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const weight = this.#weight(
      price - this.#before.push(price),
      this.#noise.push(Math.abs(price - this.#price)),
    );
    this.#price = price;
    if (weight === weight) {
      this.#begun = 1;
      this.outputs[0] = this.#mean += weight * (price - this.#mean);
    } else {
      if (this.#begun === 0) this.#mean = price;
      this.outputs[0] = NaN;
    }
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const weight = this.#weight(price - this.#before.peek(), this.#noise.peek(Math.abs(price - this.#price)));
    into[0] = weight === weight ? this.#mean + weight * (price - this.#mean) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#price, this.#mean, this.#begun);
  }

  load(state: StateReader): void {
    this.#price = state.number();
    this.#mean = state.number();
    this.#begun = state.number();
  }

  protected parts() {
    return [this, this.#before, this.#noise];
  }

  /** Of the newest price; NaN while the window is not known. */
  #weight(change: number, meanNoise: number): number {
    const noise = meanNoise * this.#length;
    const efficiency = noise === 0 ? 0 : Math.abs(change) / noise;
    return (efficiency * (this.#fast - this.#slow) + this.#slow) ** 2;
  }
}
