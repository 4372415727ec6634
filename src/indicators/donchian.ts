/** Donchian channel: highest high and lowest low. Warm after n candles (n + 1 with `excluding`). O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const donchian: IndicatorDefinition = {
  name: 'donchian',
  title: { en: 'Donchian channel', ja: 'ドンチャンチャネル' },
  parameters: [period('period', 20), choice('window', ['including', 'excluding'])],
  outputs: [
    { name: 'middle', dimension: 'price' },
    { name: 'upper', dimension: 'price' },
    { name: 'lower', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + (params[1] === 'excluding' ? 1 : 0),
  convention:
    'Highest high and lowest low of the last n candles, the newest included, as on TradingView; a close can touch such a channel but ' +
    'never cross it. `excluding` takes the n candles before the newest, as breakout systems do.',
  source: 'R. Donchian’s four-week rule, 1960; TradingView Donchian Channels',
  create: (params) => new Donchian(numberAt(params, 0), params[1] === 'excluding'),
};

class Donchian extends Composite {
  readonly #excluding: boolean;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  /** Channel up to and with the newest candle: the channel of the next candle when it is excluded. */
  #upper = NaN;
  #lower = NaN;

  constructor(length: number, excluding: boolean) {
    super(3);
    this.#excluding = excluding;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push(candle: Candle): void {
    const upper = this.#highest.push(candle.high);
    const lower = this.#lowest.push(candle.low);
    if (this.#excluding) conclude(this.#upper, this.#lower, this.outputs);
    else conclude(upper, lower, this.outputs);
    this.#upper = upper;
    this.#lower = lower;
  }

  peek(candle: Candle, into: Float64Array): void {
    if (this.#excluding) conclude(this.#upper, this.#lower, into);
    else conclude(this.#highest.peek(candle.high), this.#lowest.peek(candle.low), into);
  }

  save(state: number[]): void {
    state.push(this.#upper, this.#lower);
  }

  load(state: StateReader): void {
    this.#upper = state.number();
    this.#lower = state.number();
  }

  protected parts() {
    return [this, this.#highest, this.#lowest];
  }
}

function conclude(upper: number, lower: number, into: Float64Array): void {
  into[0] = (upper + lower) / 2;
  into[1] = upper;
  into[2] = lower;
}
