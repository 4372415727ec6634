/** Recorded prices for a dry run: ticks where they are kept, before that candles of the finest recorded timeframe. */
import type { Alert } from '../alerts/alert.ts';
import type { MarketHistory } from '../alerts/ports.ts';
import type { DryRun as DryRunAnswer } from '../api/services.ts';
import { DryRun } from '../backtest/dry-run.ts';
import { type QuotedCandle, walkCandle } from '../backtest/walk-candle.ts';
import type { CheckedCondition } from '../conditions/resolved.ts';
import type { DurationMs, EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import type { Tick } from '../market/tick.ts';
import { conditionsOf } from './conditions-of.ts';
import { historyFor } from './warm-up.ts';

const DAY_MS = 86_400_000;
/** Candles or ticks between two turns of the event loop. */
const PAGE = 20_000;
/** From the finest; a coarser one is taken where it reaches further back. */
const TIMEFRAMES = ['M1', 'M5', 'M15', 'H1', 'D1'];

interface DryRunPorts {
  readonly days: number;
  readonly signal: AbortSignal;
  readonly history: MarketHistory;
  readonly instruments: InstrumentTable;
  /** Market time; null before the first tick. */
  readonly now: EpochMs | null;
}

export async function runDry(alert: Alert, ports: DryRunPorts): Promise<DryRunAnswer> {
  const started = performance.now();
  const { history, signal, instruments } = ports;
  const to = ports.now ?? (Date.now() as EpochMs);
  const from = (to - ports.days * DAY_MS) as EpochMs;
  const conditions = conditionsOf(instruments)(alert);
  const needed = [...new Set(conditions.flatMap((checked) => checked.instruments))];
  const warm = await Promise.all(
    conditions.map((checked: CheckedCondition) => historyFor(checked, history, from)),
  );
  // Its expiry lies ahead of the test, or behind it: either way it says nothing about the past.
  const run = new DryRun({ ...alert, expiresAt: null, standby: false }, { instruments });
  for (const entry of warm.flat()) run.feed(entry);

  const ticksFrom = await firstTickAt(history, needed, { from, to });
  let firstAt: EpochMs | null = null;
  let taken = 0;
  // A condition on the calendar alone reads no price: time is all it needs.
  if (needed.length === 0) run.feed({ type: 'beat', at: (firstAt = from) });
  // One instrument's candles come in order as they are; those of several are walked, and their ticks put in order of time.
  const [only] = needed;
  if (only !== undefined && needed.length === 1 && from < ticksFrom)
    for (const { timeframe, candle } of await quotedCandles(history, only, { from, to: ticksFrom })) {
      firstAt ??= candle.bid.at;
      run.feedCandle(candle, timeframe);
      if (++taken % PAGE === 0) await turn(signal);
    }
  const rest = needed.length === 1 ? Math.max(from, ticksFrom) : from;
  for await (const ticks of pricesOf(history, needed, { from: rest as EpochMs, to, ticksFrom })) {
    signal.throwIfAborted();
    firstAt ??= ticks[0]?.at ?? null;
    for (const tick of ticks) run.feed({ type: 'tick', tick });
    // A long run gives the event loop its turn after each page.
    await turn(signal);
  }
  run.feed({ type: 'beat', at: to });
  const report = run.report();

  const hasCandles = firstAt !== null && firstAt < ticksFrom;
  const hasTicks = ticksFrom < to;
  return {
    from,
    to,
    basis: hasCandles ? (hasTicks ? 'mixed' : 'candles') : hasTicks ? 'ticks' : 'none',
    daysCovered: firstAt === null ? 0 : (to - firstAt) / DAY_MS,
    steps: report.steps,
    tookMs: (performance.now() - started) as DurationMs,
    firings: report.firings.map(({ at, instrument, bid, ask }) => ({ at, instrument, bid, ask })),
    count: report.count,
  };
}

async function turn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** From where on every needed instrument has ticks; `to` when one has none. */
async function firstTickAt(
  history: MarketHistory,
  needed: readonly InstrumentId[],
  { from, to }: Span,
): Promise<EpochMs> {
  let latest = from;
  for (const instrument of needed) {
    let first: EpochMs | null = null;
    for await (const page of history.ticksBetween([instrument], from, to)) {
      first = page[0]?.at ?? null;
      break;
    }
    if (first === null) return to;
    latest = Math.max(latest, first) as EpochMs;
  }
  return latest;
}

async function* pricesOf(
  history: MarketHistory,
  needed: readonly InstrumentId[],
  { from, to, ticksFrom }: Span & { readonly ticksFrom: EpochMs },
): AsyncGenerator<readonly Tick[]> {
  if (from < ticksFrom) {
    const walked: Tick[] = [];
    for (const instrument of needed)
      for (const { candle } of await quotedCandles(history, instrument, { from, to: ticksFrom }))
        walked.push(...walkCandle(candle));
    walked.sort((a, b) => a.at - b.at);
    for (let i = 0; i < walked.length; i += PAGE) yield walked.slice(i, i + PAGE);
  }
  if (ticksFrom < to) yield* history.ticksBetween(needed, ticksFrom, to);
}

interface QuotedOf {
  readonly timeframe: string;
  readonly candle: QuotedCandle;
}

/** The finest candles for each stretch: coarser ones only before the finer ones begin. */
async function quotedCandles(
  history: MarketHistory,
  instrument: InstrumentId,
  { from, to }: Span,
): Promise<readonly QuotedOf[]> {
  let until = to;
  const parts: (readonly QuotedOf[])[] = [];
  for (const timeframe of TIMEFRAMES) {
    if (until <= from) break;
    const bids = await candlesOf(history, { instrument, basis: 'bid', timeframe }, { from, to: until });
    const asks = await candlesOf(history, { instrument, basis: 'ask', timeframe }, { from, to: until });
    const askAt = new Map(asks.map((candle) => [candle.at, candle]));
    const pairs = bids.filter((bid) => bid.closesAt <= until && askAt.has(bid.at));
    const first = pairs[0];
    if (first === undefined) continue;
    const quoted = (bid: Candle) => ({ instrument, bid, ask: askAt.get(bid.at) ?? null });
    parts.unshift(pairs.map((bid) => ({ timeframe, candle: quoted(bid) })));
    until = first.at;
  }
  return parts.flat();
}

async function candlesOf(
  history: MarketHistory,
  source: Parameters<MarketHistory['candlesBetween']>[0],
  { from, to }: Span,
): Promise<readonly Candle[]> {
  const candles: Candle[] = [];
  for await (const page of history.candlesBetween(source, from, to)) candles.push(...page);
  return candles;
}
