/** Directional movement: ADX, +DI, −DI, DX. Warm after 2n candles, the DIs and DX after n + 1. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { directionalMovement } from './parts/directional-movement.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { restoreFrom, snapshotOf, type Part, type StateReader } from './parts/part.ts';
import { TrueRange } from './parts/true-range.ts';

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

export class Adx implements Indicator {
  readonly outputs = new Float64Array(4).fill(NaN);
  readonly #range = new TrueRange('unknown');
  readonly #meanRange: ExponentialMean;
  readonly #plus: ExponentialMean;
  readonly #minus: ExponentialMean;
  readonly #adx: ExponentialMean;
  #high = NaN;
  #low = NaN;

  constructor(length: number, short: boolean) {
    const seed = { length, short };
    this.#meanRange = ExponentialMean.wilder(length, seed);
    this.#plus = ExponentialMean.wilder(length, seed);
    this.#minus = ExponentialMean.wilder(length, seed);
    this.#adx = ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    const { high, low } = candle;
    const up = high - this.#high;
    const down = this.#low - low;
    this.#high = high;
    this.#low = low;
    const range = this.#meanRange.push(this.#range.push(candle));
    const plus = share(this.#plus.push(directionalMovement(up, down)), range);
    const minus = share(this.#minus.push(directionalMovement(down, up)), range);
    const dx = imbalance(plus, minus);
    const outputs = this.outputs;
    outputs[0] = this.#adx.push(dx);
    outputs[1] = plus;
    outputs[2] = minus;
    outputs[3] = dx;
  }

  peek(candle: Candle, into: Float64Array): void {
    const up = candle.high - this.#high;
    const down = this.#low - candle.low;
    const range = this.#meanRange.peek(this.#range.peek(candle));
    const plus = share(this.#plus.peek(directionalMovement(up, down)), range);
    const minus = share(this.#minus.peek(directionalMovement(down, up)), range);
    const dx = imbalance(plus, minus);
    into[0] = this.#adx.peek(dx);
    into[1] = plus;
    into[2] = minus;
    into[3] = dx;
  }

  save(state: number[]): void {
    state.push(this.#high, this.#low);
  }

  load(state: StateReader): void {
    this.#high = state.number();
    this.#low = state.number();
  }

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.parts());
  }

  /** Its state, for whoever builds on it. */
  parts(): readonly Part[] {
    return [this, this.#range, this.#meanRange, this.#plus, this.#minus, this.#adx];
  }
}

function share(moved: number, range: number): number {
  return range === 0 ? 0 : (100 * moved) / range;
}

function imbalance(plus: number, minus: number): number {
  const both = plus + minus;
  return both === 0 ? 0 : (100 * Math.abs(plus - minus)) / both;
}
