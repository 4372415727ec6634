/** Recorded prices for a dry run: ticks where they are kept, before that candles of the finest recorded timeframe. */
import type { Alert } from '../alerts/alert.ts';
import type { MarketHistory } from '../alerts/ports.ts';
import type { DryRun as DryRunAnswer } from '../api/services.ts';
import { DryRun } from '../backtest/dry-run.ts';
import { walkCandle } from '../backtest/walk-candle.ts';
import type { CheckedCondition } from '../conditions/resolved.ts';
import type { DurationMs, EpochMs, InstrumentId } from '../kernel/units.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import type { Tick } from '../market/tick.ts';
import { mergePages } from '../storage/page-merge.ts';
import { conditionsOf } from './conditions-of.ts';
import { quotedCandles } from './quoted-candles.ts';
import { historyFor } from './warm-up.ts';

const DAY_MS = 86_400_000;
/** Walked ticks between two turns of the event loop. */
const PAGE = 20_000;

interface DryRunPorts {
  readonly days: number;
  readonly signal: AbortSignal;
  /** Told after each page how much of the time is behind, from 0 to 1. */
  readonly progress?: (share: number) => void;
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
  // A long run gives the event loop its turn after each page.
  const turn = async (at: EpochMs | undefined): Promise<void> => {
    if (at !== undefined) ports.progress?.((at - from) / (to - from));
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  };
  // A condition on the calendar alone reads no price: time is all it needs.
  if (needed.length === 0) run.feed({ type: 'beat', at: (firstAt = from) });
  // One instrument's candles come in order as they are; those of several are walked, and their ticks put in order of time.
  const [only] = needed;
  if (only !== undefined && needed.length === 1 && from < ticksFrom)
    for await (const { timeframe, candles } of quotedCandles(history, only, { from, to: ticksFrom })) {
      firstAt ??= candles[0]?.bid.at ?? null;
      for (const candle of candles) run.feedCandle(candle, timeframe);
      await turn(candles.at(-1)?.bid.at);
    }
  const rest = needed.length === 1 ? Math.max(from, ticksFrom) : from;
  for await (const ticks of pricesOf(history, needed, { from: rest as EpochMs, to, ticksFrom })) {
    firstAt ??= ticks[0]?.at ?? null;
    for (const tick of ticks) run.feed({ type: 'tick', tick });
    await turn(ticks.at(-1)?.at);
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
    const walks = needed.map((instrument) => walked(history, instrument, { from, to: ticksFrom }));
    yield* mergePages(walks, (a, b) => a.at - b.at, PAGE);
  }
  if (ticksFrom < to) yield* history.ticksBetween(needed, ticksFrom, to);
}

async function* walked(
  history: MarketHistory,
  instrument: InstrumentId,
  span: Span,
): AsyncGenerator<readonly Tick[]> {
  for await (const { candles } of quotedCandles(history, instrument, span)) yield candles.flatMap(walkCandle);
}
