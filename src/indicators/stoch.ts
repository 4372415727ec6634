/** Stochastic oscillator. Warm after kperiod + slowing + dperiod − 2 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const stoch: IndicatorDefinition = {
  name: 'stoch',
  title: { en: 'Stochastic oscillator', ja: 'ストキャスティクス' },
  parameters: [
    period('kperiod', 14),
    period('slowing', 3),
    period('dperiod', 3),
    choice('smoothing', ['sma', 'ratio']),
  ],
  outputs: [
    { name: 'k', dimension: 'oscillator' },
    { name: 'd', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) - 2,
  convention:
    'k is the SMA of 100 · (close − lowest) / (highest − lowest), d the SMA of k; a slowing of 1 is the fast stochastic. `ratio` divides ' +
    'the sum of (close − lowest) by the sum of (highest − lowest), as MetaTrader does. 50 where the range is zero.',
  source: 'G. Lane, Lane’s Stochastics, Stocks & Commodities 2:3, 1984; TradingView ta.stoch',
  create: (params) =>
    new Stoch({
      kPeriod: numberAt(params, 0),
      slowing: numberAt(params, 1),
      dPeriod: numberAt(params, 2),
      ratio: params[3] === 'ratio',
    }),
};

class Stoch extends Composite {
  readonly #ratio: boolean;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  /** Means of k; with `ratio`, of how far the close is above the lowest and of the range. */
  readonly #above: RollingMean;
  readonly #range: RollingMean;
  readonly #d: RollingMean;

  constructor(options: { kPeriod: number; slowing: number; dPeriod: number; ratio: boolean }) {
    super(2);
    this.#ratio = options.ratio;
    this.#highest = new RollingExtreme(options.kPeriod, 'highest');
    this.#lowest = new RollingExtreme(options.kPeriod, 'lowest');
    this.#above = new RollingMean(options.slowing);
    this.#range = new RollingMean(options.slowing);
    this.#d = new RollingMean(options.dPeriod);
  }

  push(candle: Candle): void {
    const lowest = this.#lowest.push(candle.low);
    const above = candle.close - lowest;
    const range = this.#highest.push(candle.high) - lowest;
    const k = this.#ratio
      ? share(this.#above.push(above), this.#range.push(range))
      : this.#above.push(share(above, range));
    this.outputs[0] = k;
    this.outputs[1] = this.#d.push(k);
  }

  peek(candle: Candle, into: Float64Array): void {
    const lowest = this.#lowest.peek(candle.low);
    const above = candle.close - lowest;
    const range = this.#highest.peek(candle.high) - lowest;
    const k = this.#ratio
      ? share(this.#above.peek(above), this.#range.peek(range))
      : this.#above.peek(share(above, range));
    into[0] = k;
    into[1] = this.#d.peek(k);
  }

  protected parts() {
    return [this.#highest, this.#lowest, this.#above, this.#range, this.#d];
  }
}

function share(above: number, range: number): number {
  return range === 0 ? 50 : (100 * above) / range;
}
