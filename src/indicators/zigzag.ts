/**
 * Zigzag: legs that end when the price has gone back by a percentage. Warm after one candle; depends on where the history begins, until
 * the second turn. O(1) a candle. A turn is told when it is confirmed, never drawn back in time: nothing repaints.
 *
 *   direction   meaning                              next
 *    0          neither side has moved far enough    1 when the price is `percent` above its lowest, −1 below its highest
 *    1          rising; value is the highest yet     −1 when it is `percent` below that: then that was the pivot
 *   −1          falling; value is the lowest yet      1 when it is `percent` above that
 */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { Part, StateReader } from './parts/part.ts';

export const zigzag: IndicatorDefinition = {
  name: 'zigzag',
  title: { en: 'Zigzag', ja: 'ジグザグ' },
  parameters: [
    { kind: 'number', name: 'percent', default: 5, min: 0.001, max: 90 },
    choice('price', ['extremes', 'close']),
  ],
  outputs: [
    { name: 'value', dimension: 'price' },
    { name: 'direction', dimension: 'number' },
    { name: 'pivot', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: () => 1,
  convention:
    'value: the farthest price of the leg under way; direction: 1 rising, −1 falling, 0 before the first leg; pivot: where the last leg ended, ' +
    'the first close before any has. Of highs and lows; `close` looks at closes only. A candle that both goes farther and goes back goes farther. ' +
    'No least number of candles between turns (TradingView’s depth).',
  source: 'A. Merrill, Filtered Waves, 1977; TradingView, Zig Zag',
  create: (params) => new Zigzag(numberAt(params, 0) / 100, params[1] === 'close'),
};

class Zigzag extends Composite {
  readonly #leg: Leg;
  readonly #peeked: Leg;

  constructor(share: number, closesOnly: boolean) {
    super(3);
    this.#leg = new Leg(share, closesOnly);
    this.#peeked = new Leg(share, closesOnly);
  }

  push(candle: Candle): void {
    this.#leg.step(candle, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#peeked.become(this.#leg);
    this.#peeked.step(candle, into);
  }

  protected parts() {
    return [this.#leg];
  }
}

class Leg implements Part {
  readonly #share: number;
  readonly #closesOnly: boolean;
  #direction = 0;
  #pivot = NaN;
  /** Of the leg; before the first leg, of all candles. */
  #highest = -Infinity;
  #lowest = Infinity;

  constructor(share: number, closesOnly: boolean) {
    this.#share = share;
    this.#closesOnly = closesOnly;
  }

  step(candle: Candle, into: Float64Array): void {
    const high = this.#closesOnly ? candle.close : candle.high;
    const low = this.#closesOnly ? candle.close : candle.low;
    into[0] = into[1] = into[2] = NaN;
    if (!Number.isFinite(high + low + candle.close)) return;
    if (this.#pivot !== this.#pivot) this.#pivot = candle.close;
    this.#move(high, low);
    into[0] = this.#direction === 1 ? this.#highest : this.#direction === -1 ? this.#lowest : candle.close;
    into[1] = this.#direction;
    into[2] = this.#pivot;
  }

  become(other: Leg): void {
    this.#direction = other.#direction;
    this.#pivot = other.#pivot;
    this.#highest = other.#highest;
    this.#lowest = other.#lowest;
  }

  save(state: number[]): void {
    state.push(this.#direction, this.#pivot, this.#highest, this.#lowest);
  }

  load(state: StateReader): void {
    this.#direction = state.number();
    this.#pivot = state.number();
    this.#highest = state.number();
    this.#lowest = state.number();
  }

  #move(high: number, low: number): void {
    const rises = this.#direction !== 1 && high >= this.#lowest * (1 + this.#share);
    const falls = this.#direction !== -1 && low <= this.#highest * (1 - this.#share);
    const goesFarther = this.#direction === 1 ? high > this.#highest : low < this.#lowest;
    if (rises && !(this.#direction === -1 && goesFarther)) this.#turn(1, high, low);
    else if (falls && !(this.#direction === 1 && goesFarther)) this.#turn(-1, high, low);
    else {
      this.#highest = Math.max(this.#highest, high);
      this.#lowest = Math.min(this.#lowest, low);
    }
  }

  #turn(direction: 1 | -1, high: number, low: number): void {
    this.#pivot = direction === 1 ? this.#lowest : this.#highest;
    this.#direction = direction;
    this.#highest = high;
    this.#lowest = low;
  }
}
