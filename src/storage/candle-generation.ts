/** The number under which a series of candles stands now: it grows with every change (migration 21). 0 before the first candle. */
import type { CandleSource } from '../conditions/resolved.ts';
import type { Database } from './database.ts';

export async function candleGeneration(
  database: Database,
  { instrument, basis, timeframe }: CandleSource,
): Promise<number> {
  const rows = await database.query<{ generation: number }>(
    'select generation from candle_generations where instrument = $1 and basis = $2 and timeframe = $3',
    [instrument, basis, timeframe],
  );
  return rows[0]?.generation ?? 0;
}
