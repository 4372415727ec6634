/**
 * An armed conjunction of states that remember nothing, some of them levels: `rsi(14)@H1 < 30 and close@H1 > ema(200)`. While one of
 * those levels is known to be on the wrong side the whole is false whatever the rest says, so it is evaluated only while none is. Means
 * exactly what it means when it is looked at every time.
 *
 * Where levels are all there is, and all of them move at the closes of one series, it is not looked at while it stays true either, nor
 * before every value has been known once: it cannot change unless one of them does.
 */
import type { Alert } from '../alert.ts';
import { holds } from '../evaluation/comparison.ts';
import type { Moment } from '../evaluation/moment.ts';
import { FALSE, TRUE, type Truth, UNKNOWN, truthOf } from '../evaluation/truth.ts';
import type { LevelWatcher } from '../levels/level-index.ts';
import type { LevelSource } from '../levels/level-source.ts';
import { PlanUnit, type PlanUnitParts } from './plan-unit.ts';

/** A term of the conjunction that is a comparison with a number. */
export interface GuardTerm {
  readonly source: LevelSource;
  readonly relation: '<' | '<=' | '>' | '>=';
  readonly level: number;
}

class Guard implements LevelWatcher {
  readonly source: LevelSource;
  readonly level: number;
  /** It opens one way and closes the other. */
  readonly direction = 0;
  readonly #relation: GuardTerm['relation'];
  readonly #unit: GuardedUnit;
  truth: Truth = UNKNOWN;

  constructor(unit: GuardedUnit, { source, relation, level }: GuardTerm) {
    this.#unit = unit;
    this.source = source;
    this.#relation = relation;
    this.level = level;
  }

  get order(): number {
    return this.#unit.order;
  }

  see(value: number): void {
    this.truth = value === value ? truthOf(holds(this.#relation, value, this.level)) : UNKNOWN;
  }

  touch(_from: number, to: number, moment: Moment): void {
    const before = this.truth;
    this.see(to);
    if (this.truth === before) return;
    moment.changes.beforeUnit(this.#unit);
    this.#unit.turned(before, this.truth);
  }
}

export class GuardedUnit extends PlanUnit {
  readonly guards: readonly Guard[];
  /** Nothing but its guards can change it. */
  readonly #rests: boolean;
  #isWatching = false;
  /** How many guards are false, and how many have not seen a value yet: with it, one that turns need not fetch the others. */
  #falseGuards = 0;
  #unknownGuards = 0;

  /** `isWhole`: the conjunction has no other terms. */
  constructor(
    alert: Alert,
    parts: PlanUnitParts,
    { terms, isWhole }: { readonly terms: readonly GuardTerm[]; readonly isWhole: boolean },
  ) {
    super(alert, parts);
    this.guards = terms.map((term) => new Guard(this, term));
    const { ticks, closes } = parts.plan;
    this.#rests = isWhole && ticks.length === 0 && closes.length === 1;
  }

  override look(moment: Moment): void {
    super.look(moment);
    if (!this.#rests || this.lastTruth !== TRUE || !this.#isWatching) return;
    this.#isWatching = false;
    this.unwatch();
  }

  override attach(): void {
    for (const guard of this.guards) {
      const { index } = guard.source;
      const seen = guard.source.quantised();
      index.add(guard);
      guard.see(seen);
      if (seen !== index.value) index.setApart(guard, seen);
    }
    this.#recount();
  }

  override detach(): void {
    for (const guard of this.guards) guard.source.index.remove(guard);
    this.unwatch();
  }

  /** After a restart: as the indexes have it. */
  resume(): void {
    for (const guard of this.guards) {
      const { index } = guard.source;
      guard.see(index.isApart(guard) ? NaN : index.value);
    }
    this.#recount();
  }

  /** What a guard knows has changed. Called before watchers look, so that a unit that wakes up looks in the same step. */
  turned(before: Truth, after: Truth): void {
    if (before === FALSE) this.#falseGuards--;
    if (before === UNKNOWN) this.#unknownGuards--;
    if (after === FALSE) this.#falseGuards++;
    this.#openOrClose();
  }

  #recount(): void {
    this.#falseGuards = this.guards.filter(({ truth }) => truth === FALSE).length;
    this.#unknownGuards = this.guards.filter(({ truth }) => truth === UNKNOWN).length;
    this.#openOrClose();
  }

  #openOrClose(): void {
    if (this.#falseGuards > 0) this.lastTruth = FALSE;
    const isOpen = this.#falseGuards === 0 && !(this.#rests && this.#unknownGuards > 0);
    if (isOpen === this.#isWatching) return;
    this.#isWatching = isOpen;
    if (isOpen) this.watch();
    else this.unwatch();
  }
}
