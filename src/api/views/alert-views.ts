/**
 * Stored alerts as the contract shows them, a page at a time. What a condition depends on takes a check on each of its instruments, which
 * costs more than all the rest of a page, and follows from the definition alone: the facts of those shown last are kept.
 */
import type { Alert } from '../../alerts/alert.ts';
import type { StoredAlert } from '../../alerts/ports.ts';
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { AlertView } from '../contract/alerts.ts';
import { inTurns } from '../in-turns.ts';
import type { ApiServices } from '../services.ts';
import { alertView, conditionFacts, type ConditionFacts } from './alert-view.ts';
import { onStandby, warningsOf } from './alert-warnings.ts';

/** Some kilobytes each at most; a hundred pages of the list. */
const MAX_KEPT = 5_000;

export class AlertViews {
  readonly #services: Pick<ApiServices, 'alerts' | 'conditions'>;
  /** By all that they follow from; the one that was shown last is at the end. */
  readonly #facts = new Map<string, ConditionFacts>();

  constructor(services: Pick<ApiServices, 'alerts' | 'conditions'>) {
    this.#services = services;
  }

  async of(page: readonly StoredAlert[]): Promise<AlertView[]> {
    const { conditions } = this.#services;
    const standby = await onStandby(
      page.map(({ alert }) => alert),
      this.#services,
    );
    return inTurns(page, (stored) =>
      alertView(stored, {
        facts: this.#factsOf(stored.alert),
        unknown: stored.status === 'armed' ? conditions.unknownOperands(stored.alert.id) : {},
        warnings: warningsOf(stored.alert, standby),
      }),
    );
  }

  #factsOf(alert: Alert): ConditionFacts {
    const key = `${alert.price} ${alert.instruments.join(',')} ${alert.when}`;
    const facts = this.#facts.get(key) ?? conditionFacts(this.#checkedOf(alert), alert.instruments);
    this.#facts.delete(key);
    this.#facts.set(key, facts);
    const oldest = this.#facts.size > MAX_KEPT ? this.#facts.keys().next() : null;
    if (oldest?.done === false) this.#facts.delete(oldest.value);
    return facts;
  }

  /**
   * One for each instrument. A stored condition that no longer checks (an instrument taken out of the configuration) must not take the whole
   * list away from its user: it is shown without a clock, and editing it names the error.
   */
  #checkedOf(alert: Alert): readonly CheckedCondition[] {
    return alert.instruments.flatMap((instrument) => {
      const checked = this.#services.conditions.check(alert.when, { instrument, price: alert.price });
      return checked.ok ? [checked.value] : [];
    });
  }
}
