/** Partitions of `ticks`, one per UTC day: made before they are needed, dropped whole when they are too old. */
import type { EpochMs } from '../kernel/units.ts';
import type { Database, Sql } from './database.ts';

const DAY_MS = 86_400_000;

/** Number of the UTC day since 1970. Partitions are a matter of storage; the FX day has nothing to do with them. */
export function utcDay(at: EpochMs): number {
  return Math.floor(at / DAY_MS);
}

/** Remembers which days have their partition, so that a batch costs no look-up. */
export class TickPartitions {
  readonly #known = new Set<number>();

  /**
   * Makes what is missing for `days`, and the day after each, so that midnight finds its partition ready.
   * Part of the caller's transaction: call `forget` when that fails.
   */
  async ensure(sql: Sql, days: Iterable<number>): Promise<void> {
    const missing = new Set<number>();
    for (const day of days) if (!this.#known.has(day)) missing.add(day).add(day + 1);
    if (missing.size === 0) return;
    const ordered = [...missing].sort((a, b) => a - b);
    await sql.query(
      `select ensure_tick_day(date '1970-01-01' + number) from unnest($1::int[]) as wanted (number)`,
      [ordered],
    );
    for (const day of ordered) this.#known.add(day);
  }

  /** After a failure, or when another process may have dropped some. */
  forget(): void {
    this.#known.clear();
  }
}

/** Makes the partitions of so many days from `at` on, where they are missing. */
export async function makeTickDays(database: Database, at: EpochMs, days: number): Promise<void> {
  await new TickPartitions().ensure(
    database,
    Array.from({ length: days }, (_, i) => utcDay(at) + i),
  );
}

/** Drops the partitions of all days that ended by `at`; returns how many. */
export async function dropTicksBefore(database: Database, at: EpochMs): Promise<number> {
  const rows = await database.query<{ dropped: number }>(
    `select drop_tick_days(date '1970-01-01' + $1::int) as dropped`,
    [utcDay(at)],
  );
  return rows[0]?.dropped ?? 0;
}
