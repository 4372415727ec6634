/** Directional movement, +DM and −DM in price. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { directionalMovement } from './parts/directional-movement.ts';
import { LastValue } from './parts/last-value.ts';
import type { Part, StateReader } from './parts/part.ts';

export const dm: IndicatorDefinition = {
  name: 'dm',
  title: { en: 'Directional movement', ja: '方向性指数 +DM / −DM' },
  parameters: [period('period', 14), choice('seed', ['full', 'talib'])],
  outputs: [
    { name: 'plus', dimension: 'distance' },
    { name: 'minus', dimension: 'distance' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1 - Number(params[1] === 'talib' && numberAt(params, 0) > 1),
  convention:
    'Wilder sums: the sum of the first n movements, then sum − sum / n + movement. A candle moves up by how much its high is above the last ' +
    'one if its low has not fallen further. `talib` begins with n − 1 movements, a candle earlier. n = 1 is the movement itself.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib PLUS_DM, MINUS_DM',
  create: (params) => new Dm(numberAt(params, 0), params[1] === 'talib'),
};

class Dm extends Composite {
  readonly #high = new LastValue();
  readonly #low = new LastValue();
  readonly #plus: WilderSum;
  readonly #minus: WilderSum;

  constructor(length: number, short: boolean) {
    super(2);
    const seed = short ? Math.max(length - 1, 1) : length;
    this.#plus = new WilderSum(length, seed);
    this.#minus = new WilderSum(length, seed);
  }

  push({ high, low }: Candle): void {
    const up = high - this.#high.push(high);
    const down = this.#low.push(low) - low;
    this.outputs[0] = this.#plus.push(directionalMovement(up, down));
    this.outputs[1] = this.#minus.push(directionalMovement(down, up));
  }

  peek({ high, low }: Candle, into: Float64Array): void {
    const up = high - this.#high.peek();
    const down = this.#low.peek() - low;
    into[0] = this.#plus.peek(directionalMovement(up, down));
    into[1] = this.#minus.peek(directionalMovement(down, up));
  }

  protected parts() {
    return [this.#high, this.#low, this.#plus, this.#minus];
  }
}

class WilderSum implements Part {
  readonly #length: number;
  /** Inputs until the sum is known. */
  #missing: number;
  #sum = 0;

  constructor(length: number, seed: number) {
    this.#length = length;
    this.#missing = seed;
  }

  push(x: number): number {
    if (x - x !== 0) return NaN;
    this.#sum = this.#next(x);
    this.#missing = Math.max(this.#missing - 1, 0);
    return this.#missing === 0 ? this.#sum : NaN;
  }

  peek(x: number): number {
    return x - x === 0 && this.#missing <= 1 ? this.#next(x) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#missing, this.#sum);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    this.#sum = state.number();
  }

  #next(x: number): number {
    return this.#missing > 0 ? this.#sum + x : this.#sum - this.#sum / this.#length + x;
  }
}
