/**
 * What a step leaves behind, all in the order of arming: events, alerts that have ended, those that firings arm, and firings to be confirmed
 * when their candle closes. Also the ends that come by themselves, and the warnings before them.
 */
import type { EpochMs } from '../kernel/units.ts';
import type { ArmedAlert } from './arming/alert-table.ts';
import type { Armory } from './arming/armory.ts';
import type { FollowUps } from './arming/follow-ups.ts';
import { type Unit, eventOf } from './arming/unit.ts';
import type { Moment } from './evaluation/moment.ts';
import type { ResultBuilder } from './step-result.ts';

interface AftermathParts {
  readonly armory: Armory;
  readonly moment: Moment;
  readonly result: ResultBuilder;
  readonly followUps: FollowUps;
}

export class Aftermath {
  /** Events so far. */
  events = 0;
  readonly #armory: Armory;
  readonly #moment: Moment;
  readonly #result: ResultBuilder;
  readonly #followUps: FollowUps;
  /** Armed by a firing of this step: none is armed twice in one, so that two that arm each other come to an end. */
  readonly #woken = new Set<ArmedAlert>();

  constructor({ armory, moment, result, followUps }: AftermathParts) {
    this.#armory = armory;
    this.#moment = moment;
    this.#result = result;
    this.#followUps = followUps;
  }

  /** To be called at the end of every step. */
  finish(): void {
    const { fired, ended } = this.#moment;
    if (fired.length === 0 && ended.length === 0) return;
    this.#finishOne();
    this.#woken.clear();
  }

  #finishOne(): void {
    const units = this.#tell();
    for (const unit of units) if (unit.alert.confirm) this.#follow(unit);
    for (const unit of inOrder(this.#moment.ended.splice(0))) this.#end(unit as Unit);
    for (const unit of units) this.#wake(unit);
  }

  /** In the order of arming, like all events of a step. */
  expireDue(instant: EpochMs): void {
    const due: ArmedAlert[] = [];
    this.#armory.expiries.takeDue(instant, (armed) => due.push(armed));
    if (due.length > 1) due.sort((a, b) => a.order - b.order);
    for (const armed of due) {
      if (armed.alert.expiresAt !== null && instant >= armed.alert.expiresAt) this.expire(armed, instant);
      else this.#warn(armed, instant);
    }
  }

  expire(armed: ArmedAlert, at: EpochMs): void {
    const { id, revision } = armed.alert;
    this.#tellOf(armed, 'expired', at);
    this.#armory.remove(armed, true);
    this.#result.statuses.push({ alert: id, revision, status: 'expired' });
  }

  #warn(armed: ArmedAlert, at: EpochMs): void {
    this.#armory.warn(armed);
    this.#tellOf(armed, 'expiring', at);
  }

  #tellOf({ alert, units }: ArmedAlert, kind: 'expiring' | 'expired', at: EpochMs): void {
    const [first] = units;
    if (first === undefined) return;
    const { book, text } = first;
    const { simulated } = this.#moment;
    const key = `${alert.id}:${alert.revision}:${kind}`;
    const what = { key, kind, at, book, operands: first.operands(), condition: text, simulated };
    this.#result.events.push(eventOf(alert, what));
    this.events++;
  }

  /** The units whose firings have something follow. */
  #tell(): readonly Unit[] {
    const { fired } = this.#moment;
    const units: Unit[] = [];
    for (const { event, unit } of inOrder(fired)) {
      this.#result.events.push(event);
      if (unit !== null) units.push(unit as Unit);
    }
    this.events += fired.length;
    fired.length = 0;
    return units;
  }

  #follow(unit: Unit): void {
    const { alert, book, order } = unit;
    const checked = this.#armory.check(alert, book.instrument.id);
    if (!checked.ok) return;
    const moment = this.#moment;
    const firing = {
      alert,
      instrument: book.instrument.id,
      order,
      key: unit.keyOf(moment),
      remembersFrom: unit.remembersFrom,
      dueAt: unit.barEnd(moment),
    };
    this.#followUps.add(firing, checked.value, moment);
  }

  #end(unit: Unit): void {
    const armed = this.#armory.alerts.get(unit.alert.id);
    if (armed === undefined) return;
    this.#armory.removeUnit(armed, unit);
    if (armed.units.length > 0) return;
    if (armed.alert.standby) {
      this.#armory.rest(armed);
      return;
    }
    this.#armory.remove(armed, true);
    const { id, revision } = armed.alert;
    this.#result.statuses.push({ alert: id, revision, status: 'done' });
  }

  /** Arms what waits for this firing, in a step of its own at the same instant. */
  #wake(unit: Unit): void {
    const moment = this.#moment;
    for (const name of unit.alert.arms)
      for (const armed of this.#armory.waitingFor(name)) {
        if (this.#woken.has(armed)) continue;
        this.#woken.add(armed);
        this.#armory.wake(armed);
        moment.begin(moment.now, moment.stamp, false);
        moment.isArming = true;
        for (const one of armed.units) one.arm(moment);
        this.#finishOne();
      }
  }
}

/**
 * By order of arming; those of one order as they came. A close brings thousands: order and place make one number (exact below 2^53), and
 * numbers are sorted without a function that is asked about each pair.
 */
function inOrder<T extends { readonly order: number }>(items: readonly T[]): readonly T[] {
  const count = items.length;
  if (count < 2) return items;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (items[i] as T).order * count + i;
  keys.sort();
  return Array.from(keys, (key) => items[key - Math.floor(key / count) * count] as T);
}
