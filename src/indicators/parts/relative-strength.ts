/**
 * Relative strength of a series: 100 · mean gain / (mean gain + mean loss), 50 while nothing has changed. Cost: O(1).
 * Gain and loss are (|change| ± change) / 2, exactly: no branch on which way the price went, which no processor can foresee.
 * Source: Wilder, 1978.
 */
import { ExponentialMean } from './exponential-mean.ts';
import type { Part, StateReader } from './part.ts';
import { RollingMean } from './rolling-mean.ts';
import { shareOfBoth } from './share-of-both.ts';

export class RelativeStrength implements Part {
  readonly #gain: ExponentialMean | RollingMean;
  readonly #loss: ExponentialMean | RollingMean;
  #before = NaN;

  constructor(length: number, mean: 'wilder' | 'simple') {
    this.#gain = mean === 'simple' ? new RollingMean(length) : ExponentialMean.wilder(length);
    this.#loss = mean === 'simple' ? new RollingMean(length) : ExponentialMean.wilder(length);
  }

  push(x: number): number {
    const change = x - this.#before;
    this.#before = x;
    const size = Math.abs(change);
    return shareOfBoth(this.#gain.push((size + change) / 2), this.#loss.push((size - change) / 2));
  }

  peek(x: number): number {
    const change = x - this.#before;
    const size = Math.abs(change);
    return shareOfBoth(this.#gain.peek((size + change) / 2), this.#loss.peek((size - change) / 2));
  }

  save(state: number[]): void {
    state.push(this.#before);
    this.#gain.save(state);
    this.#loss.save(state);
  }

  load(state: StateReader): void {
    this.#before = state.number();
    this.#gain.load(state);
    this.#loss.load(state);
  }
}
