/** Stochastic of the RSI. Warm after n + kperiod + slowing + dperiod − 2 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { Rsi } from './rsi.ts';
import { sourceAt, sourceParameter } from './source.ts';
import { restoreFrom, snapshotOf } from './parts/part.ts';

export const stochrsi: IndicatorDefinition = {
  name: 'stochrsi',
  title: { en: 'Stochastic RSI', ja: 'ストキャスティクスRSI' },
  parameters: [
    period('period', 14),
    period('kperiod', 14),
    period('slowing', 3),
    period('dperiod', 3),
    sourceParameter(),
  ],
  outputs: [
    { name: 'k', dimension: 'oscillator' },
    { name: 'd', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) + numberAt(params, 3) - 2,
  convention:
    'k is the SMA of where the RSI lies between its lowest and highest, 0 to 100; d the SMA of k. 50 where the RSI stands still (a range up to 1e-9, which is rounding). A slowing of 1 is TA-Lib’s.',
  source: 'T. Chande, S. Kroll, The New Technical Trader, 1994; TradingView Stoch RSI',
  create: (params) =>
    new Stochrsi({
      rsi: new Rsi(numberAt(params, 0), sourceAt(params, 4), false),
      kPeriod: numberAt(params, 1),
      slowing: numberAt(params, 2),
      dPeriod: numberAt(params, 3),
    }),
};

/** In RSI points. In a market that stands still the RSI does too, but for its last bits. */
const FLAT = 1e-9;

class Stochrsi implements Indicator {
  readonly outputs = new Float64Array(2).fill(NaN);
  readonly #rsi: Rsi;
  readonly #peeked = new Float64Array(1);
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #k: RollingMean;
  readonly #d: RollingMean;

  constructor(options: { rsi: Rsi; kPeriod: number; slowing: number; dPeriod: number }) {
    this.#rsi = options.rsi;
    this.#highest = new RollingExtreme(options.kPeriod, 'highest');
    this.#lowest = new RollingExtreme(options.kPeriod, 'lowest');
    this.#k = new RollingMean(options.slowing);
    this.#d = new RollingMean(options.dPeriod);
  }

  push(candle: Candle): void {
    this.#rsi.push(candle);
    const rsi = this.#rsi.outputs[0]!;
    const lowest = this.#lowest.push(rsi);
    const k = this.#k.push(share(rsi - lowest, this.#highest.push(rsi) - lowest));
    this.outputs[0] = k;
    this.outputs[1] = this.#d.push(k);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#rsi.peek(candle, this.#peeked);
    const rsi = this.#peeked[0]!;
    const lowest = this.#lowest.peek(rsi);
    const k = this.#k.peek(share(rsi - lowest, this.#highest.peek(rsi) - lowest));
    into[0] = k;
    into[1] = this.#d.peek(k);
  }

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.#parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.#parts());
  }

  #parts() {
    return [...this.#rsi.parts(), this.#highest, this.#lowest, this.#k, this.#d];
  }
}

function share(above: number, range: number): number {
  return range <= FLAT ? 50 : (100 * above) / range;
}
