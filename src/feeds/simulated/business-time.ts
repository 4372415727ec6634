/**
 * Business time: hours of average activity. It runs faster while London and New York trade, slowly in the late evening of New York, and
 * not at all at weekends; every week has 120 of its hours. A price that is a random walk in business time is livelier when the market is.
 * Pure; the current week is remembered.
 */
import type { EpochMs } from '../../kernel/units.ts';
import { fxWeekOf } from '../../market/fx-time.ts';
import { Zone } from '../../market/zone.ts';
import { londonTransitions, newYorkTransitions } from '../../market/zone-transitions.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
export const HOURS_A_WEEK = 120;
/** Sunday 2000-01-02, 17:00 New York. */
const FIRST_WEEK = Date.UTC(2000, 0, 2, 22);
const LONDON = new Zone(londonTransitions);
const NEW_YORK = new Zone(newYorkTransitions);
const TOKYO_OFFSET_MS = 9 * HOUR_MS;

/** Where an instant lies in its week. */
export class BusinessTime {
  /** Hours of business time. */
  hours = 0;
  /** Relative to the average of the week, which is 1; 0 while the market is closed. */
  activity = 0;
  /** Since the last roll at 17:00 New York. */
  sinceRollMs = 0;
  #opensAt = 0;
  #closesAt = 0;
  #nextOpensAt = 0;
  #weekHours = 0;
  #activities: Float64Array = new Float64Array(HOURS_A_WEEK);
  #sums: Float64Array = new Float64Array(HOURS_A_WEEK + 1);

  /** Moves here; O(1) within a week. */
  moveTo(at: number): void {
    if (at < this.#opensAt || at >= this.#nextOpensAt) this.#enterWeek(at);
    if (at >= this.#closesAt) {
      this.activity = 0;
      this.hours = this.#weekHours + HOURS_A_WEEK;
      this.sinceRollMs = at - this.#closesAt;
      return;
    }
    const into = at - this.#opensAt;
    const hour = Math.floor(into / HOUR_MS);
    this.activity = this.#activities[hour]!;
    this.hours = this.#weekHours + this.#sums[hour]! + this.activity * (into / HOUR_MS - hour);
    this.sinceRollMs = into % (24 * HOUR_MS);
  }

  #enterWeek(at: number): void {
    // At a weekend `fxWeekOf` names the coming week; the weekend belongs to the end of the week before.
    const found = fxWeekOf(at as EpochMs);
    const week = found.at > at ? fxWeekOf((found.at - 5 * 24 * HOUR_MS) as EpochMs) : found;
    this.#opensAt = week.at;
    this.#closesAt = week.closesAt;
    this.#nextOpensAt = fxWeekOf(week.closesAt).at;
    this.#weekHours = Math.round((week.at - FIRST_WEEK) / WEEK_MS) * HOURS_A_WEEK;
    this.#activities = activitiesOf(week.at);
    let sum = 0;
    this.#activities.forEach((activity, hour) => {
      this.#sums[hour] = sum;
      sum += activity;
    });
    this.#sums[HOURS_A_WEEK] = sum;
  }
}

/** The 120 hours of a week; offsets never change while the market is open. */
function activitiesOf(opensAt: number): Float64Array {
  const newYork = NEW_YORK.offsetAt(opensAt);
  const london = LONDON.offsetAt(opensAt);
  const raw = Float64Array.from({ length: HOURS_A_WEEK }, (_, hour) => {
    const at = opensAt + hour * HOUR_MS;
    return rawActivity({
      newYork: hourOf(at + newYork),
      london: hourOf(at + london),
      tokyo: hourOf(at + TOKYO_OFFSET_MS),
    });
  });
  const mean = raw.reduce((sum, value) => sum + value, 0) / HOURS_A_WEEK;
  return raw.map((value) => value / mean);
}

function hourOf(local: number): number {
  return Math.floor(local / HOUR_MS) % 24;
}

/** Shape of a day in the literature on intraday FX volatility: a hump in Tokyo, a higher one in London, the top where New York overlaps. */
function rawActivity(hour: {
  readonly newYork: number;
  readonly london: number;
  readonly tokyo: number;
}): number {
  const within = (value: number, from: number, to: number): number => (value >= from && value < to ? 1 : 0);
  return (
    (within(hour.newYork, 17, 18) ? 0.12 : 0.22) +
    0.45 * within(hour.tokyo, 9, 17) +
    0.2 * within(hour.tokyo, 9, 11) +
    1.0 * within(hour.london, 8, 17) +
    0.35 * within(hour.london, 8, 10) +
    0.85 * within(hour.newYork, 8, 16) +
    0.45 * within(hour.newYork, 8, 11)
  );
}
