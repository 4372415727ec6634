/** Parabolic stop and reverse. Warm after two candles; where it is depends on where the history begins, until it turns. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { Part, StateReader } from './parts/part.ts';

export const psar: IndicatorDefinition = {
  name: 'psar',
  title: { en: 'Parabolic SAR', ja: 'パラボリックSAR' },
  parameters: [
    { kind: 'number', name: 'step', default: 0.02, min: 0.0001, max: 10 },
    { kind: 'number', name: 'max', default: 0.2, min: 0.0001, max: 10 },
  ],
  outputs: [
    { name: 'psar', dimension: 'price' },
    { name: 'direction', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: () => 2,
  convention:
    'Falls at first if the second candle reaches further down than up, else rises; starts at the low (falling: the high) of the first candle. ' +
    'Turns when the price touches it. direction is 1 below the price, −1 above it. On the candle of a turn the value is the stop of the new direction.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib SAR',
  validate: (params) =>
    numberAt(params, 0) <= numberAt(params, 1) ? null : { lesser: 'step', greater: 'max', mayBeEqual: true },
  create: (params) => new Psar(numberAt(params, 0), numberAt(params, 1)),
};

class Psar extends Composite {
  readonly #stop: Stop;
  readonly #peeked: Stop;

  constructor(step: number, max: number) {
    super(2);
    this.#stop = new Stop(step, max);
    this.#peeked = new Stop(step, max);
  }

  push(candle: Candle): void {
    this.#stop.step(candle, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#peeked.become(this.#stop);
    this.#peeked.step(candle, into);
  }

  protected parts() {
    return [this.#stop];
  }
}

/** The stop and all it depends on. A falling market is computed as a rising one with its prices negated. */
class Stop implements Part {
  readonly #step: number;
  readonly #max: number;
  /** 0 before the second candle, then 1 rising, −1 falling. */
  #direction = 0;
  /** For the next candle. */
  #stop = NaN;
  /** Farthest price of the present direction. */
  #extreme = NaN;
  #acceleration = 0;
  #high = NaN;
  #low = NaN;

  constructor(step: number, max: number) {
    this.#step = step;
    this.#max = max;
  }

  step({ high, low }: Candle, into: Float64Array): void {
    into[0] = into[1] = NaN;
    if (!Number.isFinite(high) || !Number.isFinite(low)) return;
    if (this.#high === this.#high) {
      if (this.#direction === 0) this.#begin(high, low);
      into[0] = this.#advance(high, low);
      into[1] = this.#direction;
    }
    this.#high = high;
    this.#low = low;
  }

  become(other: Stop): void {
    this.#direction = other.#direction;
    this.#stop = other.#stop;
    this.#extreme = other.#extreme;
    this.#acceleration = other.#acceleration;
    this.#high = other.#high;
    this.#low = other.#low;
  }

  save(state: number[]): void {
    state.push(this.#direction, this.#stop, this.#extreme, this.#acceleration, this.#high, this.#low);
  }

  load(state: StateReader): void {
    this.#direction = state.number();
    this.#stop = state.number();
    this.#extreme = state.number();
    this.#acceleration = state.number();
    this.#high = state.number();
    this.#low = state.number();
  }

  #begin(high: number, low: number): void {
    const down = this.#low - low;
    const falls = down > 0 && down > high - this.#high;
    this.#direction = falls ? -1 : 1;
    this.#stop = falls ? this.#high : this.#low;
    this.#extreme = falls ? low : high;
    this.#acceleration = this.#step;
    this.#high = high;
    this.#low = low;
  }

  /** The stop at this candle; prepares the next. */
  #advance(high: number, low: number): number {
    const sign = this.#direction;
    const top = sign * (sign === 1 ? high : low);
    const bottom = sign * (sign === 1 ? low : high);
    const topBefore = sign * (sign === 1 ? this.#high : this.#low);
    const bottomBefore = sign * (sign === 1 ? this.#low : this.#high);
    const stop = sign * this.#stop;
    const extreme = sign * this.#extreme;
    if (bottom <= stop) {
      const turned = Math.max(extreme, topBefore, top);
      this.#direction = -sign;
      this.#acceleration = this.#step;
      this.#extreme = sign * bottom;
      this.#stop = sign * Math.max(turned + this.#step * (bottom - turned), topBefore, top);
      return sign * turned;
    }
    if (top > extreme) {
      this.#extreme = sign * top;
      this.#acceleration = Math.min(this.#acceleration + this.#step, this.#max);
    }
    const next = stop + this.#acceleration * (sign * this.#extreme - stop);
    this.#stop = sign * Math.min(next, bottomBefore, bottom);
    return sign * stop;
  }
}
