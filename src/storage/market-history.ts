/** Recorded prices for charts, warm-up and dry runs. Reads in pages by key, so that no read holds up the recording of prices. */
import type { ClosedCandle, MarketHistory } from '../alerts/ports.ts';
import type { CandleSource } from '../conditions/resolved.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';
import type { Database } from './database.ts';
import { insertCandles, insertTicks } from './market-rows.ts';
import { mergePages } from './page-merge.ts';
import { TickPartitions, utcDay } from './tick-partitions.ts';

const CANDLES_AT_ONCE = 5_000;
const TICKS_AT_ONCE = 10_000;
const ROWS_PER_INSERT = 2_000;
/** How far before the newest recorded day a last quote may lie: over a week-end with holidays. */
const QUOTE_DAYS = 7;

interface CandleRow extends Omit<Candle, 'closesAt'> {
  readonly closes_at: EpochMs;
}

interface TickPlace extends Tick {
  readonly seq: number | null;
  readonly tie: number;
}

const CANDLE_COLUMNS = 'at, closes_at, open, high, low, close, volume';

export class SqlMarketHistory implements MarketHistory {
  readonly #database: Database;
  readonly #partitions = new TickPartitions();

  constructor(database: Database) {
    this.#database = database;
  }

  async candles(
    source: CandleSource,
    options: { readonly before?: EpochMs; readonly limit: number },
  ): Promise<readonly Candle[]> {
    const rows = await this.#database.query<CandleRow>(
      `select ${CANDLE_COLUMNS} from candles
       where instrument = $1 and basis = $2 and timeframe = $3 and at < coalesce(to_timestamp($4::float8 / 1000), 'infinity')
       order by at desc limit $5`,
      [source.instrument, source.basis, source.timeframe, options.before ?? null, options.limit],
    );
    return rows.map(toCandle).reverse();
  }

  async *candlesBetween(source: CandleSource, from: EpochMs, to: EpochMs): AsyncGenerator<readonly Candle[]> {
    for (let start: number = from; start < to;) {
      const rows = await this.#database.query<CandleRow>(
        `select ${CANDLE_COLUMNS} from candles
         where instrument = $1 and basis = $2 and timeframe = $3
           and at >= to_timestamp($4::float8 / 1000) and at < to_timestamp($5::float8 / 1000)
         order by at limit ${CANDLES_AT_ONCE}`,
        [source.instrument, source.basis, source.timeframe, start, to],
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(toCandle);
      if (rows.length < CANDLES_AT_ONCE) return;
      start = last.at + 1;
    }
  }

  /** Of several instruments: by time, then by place in the log, then by name. */
  async *ticksBetween(
    instruments: readonly InstrumentId[],
    from: EpochMs,
    to: EpochMs,
  ): AsyncGenerator<readonly Tick[]> {
    const names = [...new Set(instruments)].sort();
    const streams = names.map((name) => this.#ticksOf(name, from, to));
    for await (const page of mergePages(streams, inOrder, TICKS_AT_ONCE)) {
      yield page.map(({ instrument, bid, ask, at }) => ({ instrument, bid, ask, at }));
    }
  }

  async addCandles(candles: readonly ClosedCandle[], origin: 'import' | 'backfill'): Promise<number> {
    // One series after the other in their order, as every writer takes them (migration 21).
    const ordered = candles.toSorted((a, b) => compareSeries(a.source, b.source));
    return this.#database.transaction(async (sql) => {
      let added = 0;
      for (let i = 0; i < ordered.length; i += ROWS_PER_INSERT) {
        added += await insertCandles(sql, ordered.slice(i, i + ROWS_PER_INSERT), origin);
      }
      return added;
    });
  }

  /** Ticks of one instrument and instant keep their order; ticks imported before are left out and not counted. */
  async addTicks(ticks: readonly Tick[]): Promise<number> {
    let added = 0;
    const tieOf = tieCounter();
    for (let i = 0; i < ticks.length; i += ROWS_PER_INSERT) {
      const rows = ticks
        .slice(i, i + ROWS_PER_INSERT)
        .map((tick) => ({ tick, seq: null, tie: tieOf(tick), simulated: false }));
      added += await this.#database
        .transaction(async (sql) => {
          await this.#partitions.ensure(sql, new Set(rows.map(({ tick }) => utcDay(tick.at))));
          return await insertTicks(sql, rows);
        })
        .catch((error: unknown) => {
          this.#partitions.forget();
          throw error;
        });
    }
    return added;
  }

  lastQuotes(): Promise<readonly Tick[]> {
    return this.#database.query<Tick>(
      `with recursive recent as (
         select (max(day) - ${QUOTE_DAYS})::timestamp at time zone 'UTC' as since
         from tick_days where exists (select from ticks where at >= day::timestamp at time zone 'UTC')
       ), names as (
         (select instrument from ticks, recent where at >= since order by instrument limit 1)
         union all
         select (select ticks.instrument from ticks, recent
                 where at >= since and ticks.instrument > names.instrument order by ticks.instrument limit 1)
         from names where names.instrument is not null
       )
       select quote.* from names, recent, lateral (
         select ticks.instrument, bid, ask, at from ticks
         where ticks.instrument = names.instrument and at >= since
         order by at desc, seq desc nulls last, tie desc limit 1
       ) as quote
       order by quote.instrument`,
    );
  }

  async *#ticksOf(
    instrument: InstrumentId,
    from: EpochMs,
    to: EpochMs,
  ): AsyncGenerator<readonly TickPlace[]> {
    // Imported ticks have no place in the log; as place -1 they come before recorded ones of the same instant.
    for (let after: readonly [number, number, number] = [from, -2, 0]; ;) {
      const rows = await this.#database.query<TickPlace>(
        `select instrument, at, bid, ask, seq, tie from ticks
         where instrument = $1 and at >= to_timestamp($2::float8 / 1000) and at < to_timestamp($5::float8 / 1000)
           and (at, coalesce(seq, -1), tie) > (to_timestamp($2::float8 / 1000), $3::bigint, $4::int)
         order by at, coalesce(seq, -1), tie limit ${TICKS_AT_ONCE}`,
        [instrument, ...after, to],
      );
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < TICKS_AT_ONCE) return;
      after = [last.at, last.seq ?? -1, last.tie];
    }
  }
}

function compareSeries(a: CandleSource, b: CandleSource): number {
  const [left, right] = [seriesName(a), seriesName(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function seriesName({ instrument, basis, timeframe }: CandleSource): string {
  return `${instrument} ${basis} ${timeframe}`;
}

function inOrder(a: TickPlace, b: TickPlace): number {
  return a.at - b.at || (a.seq ?? -1) - (b.seq ?? -1);
}

/** Counts the ticks of the same instrument and instant, which stand together in any source. */
function tieCounter(): (tick: Tick) => number {
  const last = new Map<InstrumentId, { at: EpochMs; tie: number }>();
  return (tick) => {
    const before = last.get(tick.instrument);
    const tie = before?.at === tick.at ? before.tie + 1 : 0;
    last.set(tick.instrument, { at: tick.at, tie });
    return tie;
  };
}

function toCandle({ at, closes_at, open, high, low, close, volume }: CandleRow): Candle {
  return { at, closesAt: closes_at, open, high, low, close, volume };
}
