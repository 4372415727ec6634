/**
 * Hard rejects: quotes that exist for no operand. Corrupt data is worse than no data.
 * The last accepted price is the measure for a jump; ten rejected jumps in a row that agree with each other within 1 % are a
 * market that really is elsewhere, and the tenth is let through, so that one bad first quote cannot silence an instrument for ever.
 */
import type { EpochMs } from '../kernel/units.ts';
import { fxWeekOf } from './fx-time.ts';
import { type Instrument, pointsPerUnit } from './instrument.ts';
import type { Tick } from './tick.ts';

export type RejectReason =
  'not-a-number' | 'not-positive' | 'crossed' | 'precision' | 'jump' | 'market-closed';

const MAX_JUMP = 0.2;
const AGREEMENT = 0.01;
const JUMPS_TO_BELIEVE = 10;

export class QuoteFilter {
  readonly #perUnit: number;
  #last = NaN;
  #jumpTo = NaN;
  #jumps = 0;
  #opensAt = 0;
  #closesAt = 0;

  constructor(instrument: Instrument) {
    this.#perUnit = pointsPerUnit(instrument);
  }

  /** Why the tick is refused, or null. Accepting it makes it the new measure. */
  check(tick: Tick): RejectReason | null {
    const { bid, ask } = tick;
    if (!Number.isFinite(bid) || !Number.isFinite(ask)) return 'not-a-number';
    if (bid <= 0 || ask <= 0) return 'not-positive';
    if (bid > ask) return 'crossed';
    if (!this.#isOnGrid(bid) || !this.#isOnGrid(ask)) return 'precision';
    if (!this.#isOpenAt(tick.at)) return 'market-closed';
    if (Math.abs(bid - this.#last) > MAX_JUMP * this.#last && !this.#believes(bid)) return 'jump';
    this.#last = bid;
    this.#jumps = 0;
    return null;
  }

  snapshot(): readonly number[] {
    return [this.#last, this.#jumpTo, this.#jumps];
  }

  restore(state: readonly number[]): void {
    [this.#last = NaN, this.#jumpTo = NaN, this.#jumps = 0] = state;
  }

  #isOnGrid(price: number): boolean {
    const points = price * this.#perUnit;
    return Math.abs(points - Math.round(points)) <= 0.01;
  }

  #isOpenAt(at: EpochMs): boolean {
    if (at < this.#opensAt || at >= this.#closesAt) {
      const week = fxWeekOf(at);
      this.#opensAt = week.at;
      this.#closesAt = week.closesAt;
    }
    return at >= this.#opensAt && at < this.#closesAt;
  }

  #believes(bid: number): boolean {
    const agrees = Math.abs(bid - this.#jumpTo) <= AGREEMENT * this.#jumpTo;
    this.#jumps = agrees ? this.#jumps + 1 : 1;
    this.#jumpTo = bid;
    return this.#jumps >= JUMPS_TO_BELIEVE;
  }
}
