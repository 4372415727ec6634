/** Forgets the prices: ticks, candles, indicator values, the engines' checkpoints. Alerts, events, channels and keys stay. */
import type { Database } from './database.ts';

/** Setting with the last place of the log that belongs to a market before. */
const BEGAN_AFTER = 'market-began-after';

/**
 * For the step from simulated prices to real ones. Places in the log go on rising; those up to `last` are the old market's, also where a
 * process that has not heard of it yet still writes one.
 */
export async function wipeMarket(database: Database, last: number): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(`select drop_tick_days(date 'infinity')`);
    await sql.script(`
      truncate candles, technical_indicators, engine_checkpoints, alert_edits, follower_checkpoints, blind_spans;
      update log_position set feed_position = null, simulated = false;
    `);
    await sql.query(
      `insert into settings (key, value) values ($1, $2)
       on conflict (key) do update set value = excluded.value, updated_at = clock_timestamp()`,
      [BEGAN_AFTER, String(last)],
    );
  });
}

/** Nothing up to this place of the log is about this market; 0 where the database has had no other. */
export async function marketBeganAfter(database: Database): Promise<number> {
  const rows = await database.query<{ value: string }>('select value from settings where key = $1', [
    BEGAN_AFTER,
  ]);
  return Number(rows[0]?.value ?? 0);
}
