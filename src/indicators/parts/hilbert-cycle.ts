/**
 * The dominant cycle of a series by a Hilbert transform, 6 to 50 candles long: its period, and the in-phase and quadrature parts from which its
 * phase comes. Everything begins at zero; the first prices are only remembered, as in TA-Lib, which measures from the 13th or the 38th price on.
 * Cost: O(1), 30 numbers. Source: J. Ehlers, Rocket Science for Traders, 2001.
 */
import { Lags } from './lags.ts';
import type { Part, StateReader } from './part.ts';

export class HilbertCycle implements Part {
  /** Results of the latest push or peek. */
  period = 0;
  inPhase = 0;
  quadrature = 0;

  readonly #prices = new Lags(3);
  readonly #smooth = new Lags(6);
  readonly #detrended = new Lags(9);
  readonly #quadratures = new Lags(6);
  /** Prices that are still only remembered. */
  #missing: number;
  #period = 0;
  #i2 = 0;
  #q2 = 0;
  #re = 0;
  #im = 0;
  /** What the candle at hand makes of those above. */
  readonly #next = { smooth: 0, detrended: 0, i2: 0, q2: 0, re: 0, im: 0 };

  constructor(remembered: number) {
    this.#missing = remembered;
  }

  /** Whether the price was measured: false for the first ones. */
  push(price: number): boolean {
    const isMeasured = this.peek(price);
    this.#prices.push(price);
    if (!isMeasured) {
      this.#missing -= 1;
      return false;
    }
    const { smooth, detrended, i2, q2, re, im } = this.#next;
    this.#smooth.push(smooth);
    this.#detrended.push(detrended);
    this.#quadratures.push(this.quadrature);
    this.#period = this.period;
    this.#i2 = i2;
    this.#q2 = q2;
    this.#re = re;
    this.#im = im;
    return true;
  }

  peek(price: number): boolean {
    if (this.#missing > 0) return false;
    const next = this.#next;
    const gain = 0.075 * this.#period + 0.54;
    const prices = this.#prices;
    next.smooth = (4 * price + 3 * prices.back(1) + 2 * prices.back(2) + prices.back(3)) / 10;
    next.detrended = transformed(next.smooth, this.#smooth, 0) * gain;
    this.quadrature = transformed(next.detrended, this.#detrended, 0) * gain;
    this.inPhase = this.#detrended.back(3);
    const ahead = transformed(this.inPhase, this.#detrended, 3) * gain;
    const aheadQuadrature = transformed(this.quadrature, this.#quadratures, 0) * gain;
    next.i2 = 0.2 * (this.inPhase - aheadQuadrature) + 0.8 * this.#i2;
    next.q2 = 0.2 * (this.quadrature + ahead) + 0.8 * this.#q2;
    next.re = 0.2 * (next.i2 * this.#i2 + next.q2 * this.#q2) + 0.8 * this.#re;
    next.im = 0.2 * (next.i2 * this.#q2 - next.q2 * this.#i2) + 0.8 * this.#im;
    this.period = 0.2 * this.#bounded(next.re, next.im) + 0.8 * this.#period;
    return true;
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#period, this.#i2, this.#q2, this.#re, this.#im);
    for (const lags of [this.#prices, this.#smooth, this.#detrended, this.#quadratures]) lags.save(state);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#period = state.number();
    this.#i2 = state.number();
    this.#q2 = state.number();
    this.#re = state.number();
    this.#im = state.number();
    for (const lags of [this.#prices, this.#smooth, this.#detrended, this.#quadratures]) lags.load(state);
  }

  /** One turn takes 2π / angle candles; from one candle to the next it changes by half or a third at most. */
  #bounded(re: number, im: number): number {
    const before = this.#period;
    const period = re * im === 0 ? before : (2 * Math.PI) / Math.atan(im / re);
    const near = Math.max(Math.min(period, 1.5 * before), 0.67 * before);
    return Math.min(Math.max(near, 6), 50);
  }
}

/** Ehlers’ transform of the value `steps` back, which is x, from those 2, 4 and 6 before it. */
function transformed(x: number, lags: Lags, steps: number): number {
  return 0.0962 * (x - lags.back(steps + 6)) + 0.5769 * (lags.back(steps + 2) - lags.back(steps + 4));
}
