/**
 * Turns a trading server's epoch, which counts its local wall time as if it were UTC, into a true instant.
 * Zones: `UTC`, a fixed `+03:00`, an IANA name, or `NY+7`: seven hours ahead of New York all year, so that its midnight is the FX roll.
 */
import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '../../kernel/units.ts';

const QUARTER_MS = 15 * 60_000;

export class ServerZone {
  readonly #zone: string;
  readonly #aheadMs: number;
  /** No zone changes its offset within a quarter of an hour of wall time. */
  #quarter = NaN;
  #offsetMs = 0;

  constructor(zone: string) {
    const newYork = /^NY([+-]\d{1,2})$/.exec(zone);
    this.#zone = newYork === null ? zone : 'America/New_York';
    this.#aheadMs = Number(newYork?.[1] ?? 0) * 3_600_000;
    try {
      this.toInstant(0);
    } catch {
      throw new RangeError(`"${zone}" is no zone: write UTC, +03:00, NY+7 or a name such as Europe/Helsinki`);
    }
  }

  toInstant(serverEpochMs: number): EpochMs {
    const quarter = Math.floor(serverEpochMs / QUARTER_MS);
    if (quarter !== this.#quarter) {
      this.#offsetMs = this.#offsetOf(quarter * QUARTER_MS);
      this.#quarter = quarter;
    }
    return (serverEpochMs - this.#offsetMs) as EpochMs;
  }

  #offsetOf(serverEpochMs: number): number {
    const wallMs = serverEpochMs - this.#aheadMs;
    const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO('UTC').toPlainDateTime();
    return serverEpochMs - wall.toZonedDateTime(this.#zone).epochMilliseconds;
  }
}
