/** Hilbert transform, instantaneous trendline. Warm after 64 candles. Costs a sum of as many prices as the dominant cycle is long, 50 at most. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';
import { HilbertCycle } from './parts/hilbert-cycle.ts';
import { Lags } from './parts/lags.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

/** Candles before the first measured one, and until the value is told: TA-Lib’s look-back. */
const REMEMBERED = 37;
const WARM_UP = 64;

export const httrendline: IndicatorDefinition = {
  name: 'httrendline',
  title: { en: 'Hilbert instantaneous trendline', ja: 'ヒルベルト変換トレンドライン' },
  parameters: [sourceParameter()],
  outputs: [{ name: 'httrendline', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: () => WARM_UP,
  convention:
    'The mean of the prices of one dominant cycle (its period smoothed by 0.33), so that the cycle cancels out; then weighted 4, 3, 2, 1 with its ' +
    'last three. Measured from the 38th candle on, as in TA-Lib.',
  source: 'J. Ehlers, Rocket Science for Traders, 2001; TA-Lib HT_TRENDLINE',
  create: (params) => new Httrendline(sourceAt(params, 0)),
};

class Httrendline extends Composite {
  readonly #source: Source;
  readonly #cycle = new HilbertCycle(REMEMBERED);
  readonly #prices = new Lags(49);
  readonly #means = new Lags(3);
  #missing = WARM_UP;
  #period = 0;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = NaN;
    if (!Number.isFinite(price)) return;
    this.#missing = Math.max(this.#missing - 1, 0);
    if (this.#cycle.push(price)) {
      const period = this.#nextPeriod();
      const mean = this.#meanOf(price, period);
      if (this.#missing === 0) this.outputs[0] = this.#trend(mean);
      this.#means.push(mean);
      this.#period = period;
    }
    this.#prices.push(price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = NaN;
    if (!Number.isFinite(price) || this.#missing > 1) return;
    this.#cycle.peek(price);
    into[0] = this.#trend(this.#meanOf(price, this.#nextPeriod()));
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#period);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#period = state.number();
  }

  protected parts() {
    return [this, this.#cycle, this.#prices, this.#means];
  }

  #nextPeriod(): number {
    return 0.33 * this.#cycle.period + 0.67 * this.#period;
  }

  #meanOf(price: number, period: number): number {
    const count = Math.max(Math.floor(period + 0.5), 1);
    let sum = price;
    for (let back = 1; back < count; back++) sum += this.#prices.back(back);
    return sum / count;
  }

  #trend(mean: number): number {
    const means = this.#means;
    return (4 * mean + 3 * means.back(1) + 2 * means.back(2) + means.back(3)) / 10;
  }
}
