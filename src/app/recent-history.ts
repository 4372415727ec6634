/**
 * History for alerts that are armed one after another: a series that was read a moment ago is not read again, so that a thousand alerts
 * made together do not hold up an engine with a thousand questions to the database. Only of standard series, which an engine keeps
 * whatever happens to the alerts that read them; what closed since then it has seen itself.
 */
import type { MarketHistory } from '../alerts/ports.ts';
import type { CheckedCondition } from '../conditions/resolved.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EpochMs } from '../kernel/units.ts';
import { STANDARD_TIMEFRAMES } from '../market/timeframe.ts';
import { type HistoryEntry, historyFor, warmUpOfAll } from './warm-up.ts';

/** Not for long: candles may be filled in meanwhile. */
const READ_AGAIN_MS = 10_000;

type Need = CheckedCondition['warmUp'][number];

export class RecentHistory {
  readonly #history: MarketHistory;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** By series: how far back it was read, and when. */
  readonly #read = new Map<string, { readonly candles: number; readonly atMs: number }>();

  constructor(history: MarketHistory, clock: Pick<Clock, 'monotonicMs'>) {
    this.#history = history;
    this.#clock = clock;
  }

  /** What the conditions need from before `at` and was not read already. */
  async before(at: EpochMs, conditions: readonly CheckedCondition[]): Promise<readonly HistoryEntry[]> {
    const atMs = this.#clock.monotonicMs();
    const warmUp = warmUpOfAll(conditions).filter((need) => !this.#isRead(need, atMs));
    const entries = await historyFor({ warmUp }, this.#history, at);
    for (const need of warmUp) this.#read.set(keyOf(need), { candles: need.candles, atMs });
    return entries;
  }

  #isRead(need: Need, nowMs: number): boolean {
    if (!STANDARD_TIMEFRAMES.includes(need.timeframe)) return false;
    const read = this.#read.get(keyOf(need));
    return read !== undefined && read.candles >= need.candles && nowMs - read.atMs < READ_AGAIN_MS;
  }
}

function keyOf({ instrument, basis, timeframe }: Need): string {
  return `${instrument} ${basis} ${timeframe}`;
}
