/** Batched inserts of prices: one statement and one array a column, however many rows. Rows already there stay as they are. */
import type { ClosedCandle, IndicatorValues } from '../alerts/ports.ts';
import type { Tick } from '../market/tick.ts';
import type { Sql } from './database.ts';
import { jsonText } from './value-types.ts';

export type CandleOrigin = 'live' | 'simulated' | 'import' | 'backfill';

interface TickRow {
  readonly tick: Tick;
  readonly seq: number | null;
  readonly tie: number;
  readonly simulated: boolean;
}

/** Returns how many were new. */
export async function insertTicks(sql: Sql, rows: readonly TickRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const counted = await sql.query<{ count: number }>(
    `with added as (
       insert into ticks (instrument, at, seq, tie, bid, ask, simulated)
       select instrument, to_timestamp(ms / 1000), seq, tie, bid, ask, simulated
       from unnest($1::text[], $2::float8[], $3::bigint[], $4::int[], $5::float8[], $6::float8[], $7::boolean[])
         as row (instrument, ms, seq, tie, bid, ask, simulated)
       on conflict do nothing returning 1)
     select count(*)::int as count from added`,
    [
      literal(rows, (row) => row.tick.instrument),
      literal(rows, (row) => row.tick.at),
      literal(rows, (row) => row.seq),
      literal(rows, (row) => row.tie),
      literal(rows, (row) => row.tick.bid),
      literal(rows, (row) => row.tick.ask),
      literal(rows, (row) => row.simulated),
    ],
  );
  return counted[0]?.count ?? 0;
}

/** Rows of `candleValues`, and the origin as $11. */
export const CANDLE_ROWS = `select instrument, basis, timeframe, to_timestamp(ms / 1000), to_timestamp(closes_ms / 1000),
              open, high, low, close, volume, $11
       from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[],
                   $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[])
         as row (instrument, basis, timeframe, ms, closes_ms, open, high, low, close, volume)`;

/** One array a column. */
export function candleValues(rows: readonly ClosedCandle[]): readonly string[] {
  return [
    literal(rows, ({ source }) => source.instrument),
    literal(rows, ({ source }) => source.basis),
    literal(rows, ({ source }) => source.timeframe),
    literal(rows, ({ candle }) => candle.at),
    literal(rows, ({ candle }) => candle.closesAt),
    literal(rows, ({ candle }) => candle.open),
    literal(rows, ({ candle }) => candle.high),
    literal(rows, ({ candle }) => candle.low),
    literal(rows, ({ candle }) => candle.close),
    literal(rows, ({ candle }) => candle.volume),
  ];
}

/** Returns how many were new. A candle of real prices takes the place of a simulated one. */
export async function insertCandles(
  sql: Sql,
  rows: readonly ClosedCandle[],
  origin: CandleOrigin,
): Promise<number> {
  if (rows.length === 0) return 0;
  const counted = await sql.query<{ count: number }>(
    `with added as (
       insert into candles (instrument, basis, timeframe, at, closes_at, open, high, low, close, volume, origin)
       ${CANDLE_ROWS}
       on conflict (instrument, basis, timeframe, at) do update set
         closes_at = excluded.closes_at, open = excluded.open, high = excluded.high, low = excluded.low,
         close = excluded.close, volume = excluded.volume, origin = excluded.origin
       where candles.origin = 'simulated' and excluded.origin <> 'simulated'
       returning 1)
     select count(*)::int as count from added`,
    [...candleValues(rows), origin],
  );
  return counted[0]?.count ?? 0;
}

export async function insertIndicators(
  sql: Sql,
  rows: readonly IndicatorValues[],
  simulated: boolean,
): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `insert into technical_indicators (currency_pair, timestamp, timeframe, price, indicator, values, simulated)
     select instrument, to_timestamp(ms / 1000), timeframe, basis, indicator, output, $7
     from unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
       as row (instrument, ms, timeframe, basis, indicator, output)
     on conflict (currency_pair, timeframe, price, indicator, timestamp) do update set
       values = excluded.values, simulated = excluded.simulated
     where technical_indicators.simulated and not excluded.simulated`,
    [
      literal(rows, ({ source }) => source.instrument),
      literal(rows, ({ at }) => at),
      literal(rows, ({ source }) => source.timeframe),
      literal(rows, ({ source }) => source.basis),
      rows.map(({ indicator }) => indicator),
      rows.map(({ values }) => jsonText(values)),
      simulated,
    ],
  );
}

/** An array literal of numbers, booleans and checked names, none of which needs quotes. */
function literal<Row>(rows: readonly Row[], column: (row: Row) => number | string | boolean | null): string {
  let text = '{';
  for (const row of rows) text += text.length === 1 ? String(column(row)) : `,${String(column(row))}`;
  return text + '}';
}
