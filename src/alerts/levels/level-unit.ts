/**
 * An armed alert on a plain level. It is touched only when the value moves to, from or across its level (level-index.ts), and means
 * exactly what the same condition means when it is evaluated whole.
 */
import { type Timeframe, timeframe } from '../../market/timeframe.ts';
import type { Alert } from '../alert.ts';
import { Unit } from '../arming/unit.ts';
import { holds } from '../evaluation/comparison.ts';
import type { Moment } from '../evaluation/moment.ts';
import { type Truth, UNKNOWN, truthOf } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { Level } from './level.ts';
import type { LevelWatcher } from './level-index.ts';

const MINUTE = timeframe('M1');

export class LevelUnit extends Unit implements LevelWatcher {
  readonly text: string;
  readonly #level: Level;
  /** The book of the value, which may be another than the alert's own. */
  readonly #quoted: InstrumentBook;
  /** 1 above, -1 below, 0 not known yet: where the value was before it came to stand on the level. */
  side = 0;

  constructor(
    alert: Alert,
    of: {
      readonly book: InstrumentBook;
      readonly quoted: InstrumentBook;
      readonly order: number;
      readonly text: string;
      readonly level: Level;
    },
  ) {
    super(alert, of.book, of.order);
    this.text = of.text;
    this.#level = of.level;
    this.#quoted = of.quoted;
  }

  get level(): number {
    return this.#level.level;
  }

  protected override get bar(): Timeframe {
    return MINUTE;
  }

  override attach(): void {
    this.#quoted.levels(this.#level.field).add(this);
  }

  override detach(): void {
    this.#quoted.levels(this.#level.field).remove(this);
  }

  /** With onArm `fire` a comparison looks at the value of now, or at the first there will be. */
  override look(moment: Moment): void {
    if (this.alert.onArm !== 'fire') return;
    const levels = this.#quoted.levels(this.#level.field);
    if (Number.isNaN(levels.value)) levels.awaitFirst(this);
    else this.touch(NaN, levels.value, moment);
  }

  /** After a restore: the side it had, and whether it still waits for a first value. */
  resume(side: number): void {
    this.side = side;
    const levels = this.#quoted.levels(this.#level.field);
    if (this.alert.onArm === 'fire' && Number.isNaN(levels.value)) levels.awaitFirst(this);
  }

  touch(from: number, to: number, moment: Moment): void {
    if (this.hasEnded) return;
    const { relation, level } = this.#level;
    if (relation === 'above' || relation === 'below' || relation === 'either') {
      const before = from === level || from !== from ? this.side : Math.sign(from - level);
      const side = to === level ? before : Math.sign(to - level);
      this.side = side;
      const flips = before !== 0 && side !== before;
      if (flips && (relation === 'either' || (relation === 'above') === side > 0)) this.edge(moment);
      return;
    }
    const wasTrue = from !== from ? this.alert.onArm !== 'fire' : holds(relation, from, level);
    if (!wasTrue && holds(relation, to, level)) this.edge(moment);
  }

  override operands(): Record<string, number | null> {
    const value = this.#quoted.value(this.#level.field);
    return { [this.#level.operand]: Number.isNaN(value) ? null : value };
  }

  /** Truth of the condition now; a crossing is true only at its step. */
  truth(): Truth {
    const value = this.#quoted.levels(this.#level.field).value;
    if (Number.isNaN(value)) return UNKNOWN;
    const { relation, level } = this.#level;
    const isState = relation !== 'above' && relation !== 'below' && relation !== 'either';
    return truthOf(isState && holds(relation, value, level));
  }
}
