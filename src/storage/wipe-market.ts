/** Forgets the prices: ticks, candles, indicator values, the engines' checkpoints. Alerts, events, channels and keys stay. */
import type { Database } from './database.ts';

/** For the step from simulated prices to real ones. Places in the log go on rising. */
export async function wipeMarket(database: Database): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(`select drop_tick_days(date 'infinity')`);
    await sql.script(`
      truncate candles, technical_indicators, engine_checkpoints, alert_edits, follower_checkpoints, blind_spans;
      update log_position set feed_position = null, simulated = false;
    `);
  });
}
