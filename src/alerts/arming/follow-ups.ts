/** The firings whose candle has not closed yet. */
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { Moment } from '../evaluation/moment.ts';
import { Plan } from '../evaluation/plan.ts';
import type { Sources } from '../evaluation/sources.ts';
import { heldCondition } from '../held-condition.ts';
import { TimerQueue } from '../timer-queue.ts';
import { plainAlert } from './alert-settings.ts';
import { FollowUp, type FollowUpFacts } from './follow-up.ts';

/** A firing to be followed. */
export type Firing = Omit<FollowUpFacts, 'side'>;

export class FollowUps {
  readonly #sources: Sources;
  #made = 0;
  readonly #waiting = new Set<FollowUp>();
  readonly #queue = new TimerQueue<FollowUp>((followUp) => followUp.facts.dueAt);

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  next(): number {
    return this.#queue.next();
  }

  /** The side is the one on which what fired holds now. */
  add(firing: Firing, checked: CheckedCondition, moment: Moment): void {
    const above = this.#make({ ...firing, side: 'above' }, checked);
    if (above === null) return;
    if (above.holds(moment)) return this.#hold(above);
    above.release();
    this.restore({ ...firing, side: 'below' }, checked);
  }

  restore(facts: FollowUpFacts, checked: CheckedCondition): void {
    const followUp = this.#make(facts, checked);
    if (followUp !== null) this.#hold(followUp);
  }

  tellDue(moment: Moment): void {
    const due: FollowUp[] = [];
    this.#queue.takeDue(moment.now, (followUp) => due.push(followUp));
    for (const followUp of due.sort((a, b) => a.place - b.place)) {
      followUp.tell(moment);
      followUp.release();
      this.#waiting.delete(followUp);
    }
  }

  facts(): readonly FollowUpFacts[] {
    return [...this.#waiting].map(({ facts }) => ({ ...facts, alert: plainAlert(facts.alert) }));
  }

  #make(facts: FollowUpFacts, checked: CheckedCondition): FollowUp | null {
    const condition = heldCondition(checked.condition, facts.side);
    if (condition === null) return null;
    const plan = new Plan({ ...checked, condition, kind: 'state' }, this.#sources, true);
    return new FollowUp(facts, {
      book: this.#sources.book(facts.instrument),
      plan,
      place: this.#made++,
    });
  }

  #hold(followUp: FollowUp): void {
    this.#waiting.add(followUp);
    this.#queue.add(followUp.facts.dueAt, followUp);
  }
}
