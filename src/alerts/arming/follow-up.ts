/**
 * What follows a firing within a candle when its alert asks for confirmation.
 *
 * | state   | on                                                        | does                           | next |
 * |---------|-----------------------------------------------------------|--------------------------------|------|
 * | waiting | the candle closes and what fired still holds (held-condition.ts) | one `confirmed` event   | gone |
 * | waiting | the candle closes and it does not, or is unknown          | one `failed` event             | gone |
 * | waiting | the alert fires again, ends, is changed, paused or removed| nothing: a firing was told, so its end is | waiting |
 *
 * The key is that of the firing with `:close`, so that there is one follow-up whatever is killed.
 */
import type { InstrumentId } from '../../kernel/units.ts';
import type { Alert } from '../alert.ts';
import type { Moment } from '../evaluation/moment.ts';
import type { Plan } from '../evaluation/plan.ts';
import { TRUE } from '../evaluation/truth.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import { eventOf } from './unit.ts';

/** Plain data: what a restart needs. */
export interface FollowUpFacts {
  readonly alert: Alert;
  readonly instrument: InstrumentId;
  readonly order: number;
  readonly key: string;
  /** Windows count from there, as they did for the firing. */
  readonly remembersFrom: number;
  /** Close of the candle. */
  readonly dueAt: number;
  /** On which side a crossing of either direction left the value. */
  readonly side: 'above' | 'below';
}

export class FollowUp {
  readonly facts: FollowUpFacts;
  /** Place in the order of firing. */
  readonly place: number;
  readonly #book: InstrumentBook;
  readonly #plan: Plan;
  readonly #state: Float64Array;

  /** `plan` is what must hold, compiled for closes. */
  constructor(
    facts: FollowUpFacts,
    of: { readonly book: InstrumentBook; readonly plan: Plan; readonly place: number },
  ) {
    this.facts = facts;
    this.place = of.place;
    this.#book = of.book;
    this.#plan = of.plan;
    this.#state = new Float64Array(of.plan.slots).fill(NaN);
  }

  holds(moment: Moment): boolean {
    moment.armedStep = this.facts.remembersFrom;
    const { wakeAt } = moment;
    const truth = this.#plan.root.truth(this.#state, moment);
    moment.wakeAt = wakeAt;
    return truth === TRUE;
  }

  tell(moment: Moment): void {
    const { alert, key, order } = this.facts;
    const event = eventOf(alert, {
      key: `${key}:close`,
      kind: this.holds(moment) ? 'confirmed' : 'failed',
      at: moment.stamp,
      book: this.#book,
      operands: this.#plan.values(),
      condition: this.#plan.text,
      simulated: moment.simulated,
    });
    moment.fired.push({ order, event, unit: null });
  }

  release(): void {
    this.#plan.release();
  }
}
