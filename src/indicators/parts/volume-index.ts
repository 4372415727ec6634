/**
 * An index that moves with the close in percent, only on candles whose volume is higher (lower) than that of the one before. Begins at 1,000.
 * Warm after one candle. O(1) a candle. A candle without volume is passed over.
 */
import { type Candle, volumeOf } from '../../market/candle.ts';
import { Composite } from './composite.ts';
import type { StateReader } from './part.ts';

export class VolumeIndex extends Composite {
  readonly #onHigher: boolean;
  #close = NaN;
  #volume = NaN;
  #index = 1_000;

  constructor(counts: 'higher' | 'lower') {
    super();
    this.#onHigher = counts === 'higher';
  }

  push(candle: Candle): void {
    const index = this.#next(candle);
    this.outputs[0] = index;
    if (index !== index) return;
    this.#index = index;
    this.#close = candle.close;
    this.#volume = candle.volume;
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#next(candle);
  }

  save(state: number[]): void {
    state.push(this.#close, this.#volume, this.#index);
  }

  load(state: StateReader): void {
    this.#close = state.number();
    this.#volume = state.number();
    this.#index = state.number();
  }

  protected parts() {
    return [this];
  }

  /** NaN for a candle that is none; no price of zero or below can be measured in percent. */
  #next(candle: Candle): number {
    const volume = volumeOf(candle);
    if (!Number.isFinite(candle.close + volume) || candle.close <= 0) return NaN;
    const counts = this.#onHigher ? volume > this.#volume : volume < this.#volume;
    return counts ? this.#index * (candle.close / this.#close) : this.#index;
  }
}
