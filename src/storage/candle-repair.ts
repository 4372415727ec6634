/** Puts candles that are known better in the place of what is stored, and says how many were missing and how many differed. */
import type { ClosedCandle } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { candleValues, CANDLE_ROWS, type CandleOrigin } from './market-rows.ts';
import { utcDay } from './tick-partitions.ts';

const ROWS_AT_ONCE = 2_000;

export interface Mended {
  /** Were not there. */
  readonly added: number;
  /** Were there and differed. */
  readonly changed: number;
}

/** Stored candles of other origins than `over` stay as they are. A changed one keeps its origin. */
export async function mendCandles(
  database: Database,
  candles: readonly ClosedCandle[],
  { origin, over }: { readonly origin: CandleOrigin; readonly over: readonly CandleOrigin[] },
): Promise<Mended> {
  let added = 0;
  let changed = 0;
  for (let i = 0; i < candles.length; i += ROWS_AT_ONCE) {
    const rows = await database.query<{ is_new: boolean; count: number }>(
      `with mended as (
         insert into candles (instrument, basis, timeframe, at, closes_at, open, high, low, close, volume, origin)
         ${CANDLE_ROWS}
         on conflict (instrument, basis, timeframe, at) do update set
           closes_at = excluded.closes_at, open = excluded.open, high = excluded.high, low = excluded.low,
           close = excluded.close, volume = excluded.volume
         where candles.origin = any($12::text[])
           and (candles.closes_at, candles.open, candles.high, candles.low, candles.close, candles.volume)
             is distinct from
             (excluded.closes_at, excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)
         returning xmax = 0 as is_new)
       select is_new, count(*) as count from mended group by is_new`,
      [...candleValues(candles.slice(i, i + ROWS_AT_ONCE)), origin, over],
    );
    for (const { is_new, count } of rows) {
      if (is_new) added += count;
      else changed += count;
    }
  }
  return { added, changed };
}

/** The last place of the log before the UTC day of `at`: what is recorded of that day comes after it. */
export async function placeBefore(database: Database, at: EpochMs): Promise<number> {
  const rows = await database.query<{ seq: number }>(
    `select coalesce(max(last_seq), 0) as seq from tick_days where day < date '1970-01-01' + $1::int`,
    [utcDay(at)],
  );
  return rows[0]?.seq ?? 0;
}
