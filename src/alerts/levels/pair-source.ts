/**
 * How far one closed value is above another of the same instrument: `ema(9)@M15 crosses ema(21)`, `close@H1 > ema(200)`. Whether it is
 * above is a level at 0, so whoever looks is touched when the two change places, and costs nothing at the closes between. One for each
 * two values, however many alerts compare them.
 */
import { inQuanta } from '../evaluation/comparison.ts';
import type { LevelMover, Moment } from '../evaluation/moment.ts';
import { LevelIndex } from './level-index.ts';
import { type ClosedValue, LevelSource } from './level-source.ts';

export class PairSource extends LevelSource implements LevelMover {
  override readonly index: LevelIndex;
  readonly #left: ClosedValue;
  readonly #right: ClosedValue;
  readonly #quanta: number;

  constructor(
    key: string,
    of: { readonly left: ClosedValue; readonly right: ClosedValue; readonly quanta: number },
  ) {
    super(key, of.left.series.source.instrument);
    this.#left = of.left;
    this.#right = of.right;
    this.#quanta = of.quanta;
    this.index = new LevelIndex(this.quantised());
    this.#left.series.levels.add(this);
    this.#right.series.levels.add(this);
  }

  /** The distance of the nodes (evaluation/comparison.ts), to the bit. */
  override quantised(): number {
    return this.#in(this.#left) - this.#in(this.#right);
  }

  moveLevels(moment: Moment): void {
    this.index.move(this.quantised(), moment);
  }

  override release(): void {
    for (const { series, release } of [this.#left, this.#right]) {
      series.levels.delete(this);
      release();
    }
  }

  #in({ ring, column }: ClosedValue): number {
    return inQuanta(ring.value(0, column), this.#quanta);
  }
}
