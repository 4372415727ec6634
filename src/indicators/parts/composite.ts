/** An indicator whose whole state is its outputs and its parts; what it computes at a candle is the subclass's. */
import type { Candle } from '../../market/candle.ts';
import type { Indicator } from '../indicator.ts';
import { restoreFrom, snapshotOf, type Part } from './part.ts';

export abstract class Composite implements Indicator {
  readonly outputs: Float64Array;

  constructor(outputCount = 1) {
    this.outputs = new Float64Array(outputCount).fill(NaN);
  }

  abstract push(candle: Candle): void;
  abstract peek(candle: Candle, into: Float64Array): void;
  /** Always the same ones in the same order: their states in a row are the snapshot. */
  protected abstract parts(): readonly Part[];

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.parts());
  }
}
