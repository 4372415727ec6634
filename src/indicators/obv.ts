/** On-balance volume. Warm after one candle; its level depends on where the history begins, its changes do not. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';

export const obv: IndicatorDefinition = {
  name: 'obv',
  title: { en: 'On-balance volume', ja: 'OBV（オンバランスボリューム）' },
  parameters: [],
  outputs: [{ name: 'obv', dimension: 'volume' }],
  overlay: false,
  needsVolume: true,
  warmUp: () => 1,
  convention:
    'Adds the volume of a candle that closes higher than the one before, takes away that of one that closes lower; begins at 0. ' +
    'Only its changes mean something: compare it with its own past.',
  source: 'J. Granville, New Key to Stock Market Profits, 1963; TradingView ta.obv',
  create: () => new Obv(),
};

class Obv extends Composite {
  #close = NaN;
  #sum = 0;

  push(candle: Candle): void {
    const sum = this.#next(candle);
    this.outputs[0] = sum;
    if (sum !== sum) return;
    this.#sum = sum;
    this.#close = candle.close;
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#next(candle);
  }

  save(state: number[]): void {
    state.push(this.#close, this.#sum);
  }

  load(state: StateReader): void {
    this.#close = state.number();
    this.#sum = state.number();
  }

  protected parts() {
    return [this];
  }

  /** NaN for a candle that is none, or without volume. */
  #next(candle: Candle): number {
    const { close } = candle;
    const volume = volumeOf(candle);
    if (!Number.isFinite(close + volume)) return NaN;
    if (close > this.#close) return this.#sum + volume;
    return close < this.#close ? this.#sum - volume : this.#sum;
  }
}
