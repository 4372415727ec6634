/**
 * History for the engine: closed candles from storage as `history` entries, longer timeframes first, so that indicators are warm when an
 * alert is armed and forming candles are whole after a start.
 */
import type { LogEntry } from '../alerts/log-entry.ts';
import type { MarketHistory } from '../alerts/ports.ts';
import type { CandleSource, CheckedCondition } from '../conditions/resolved.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import { STANDARD_TIMEFRAMES, timeframe } from '../market/timeframe.ts';
import { PRICE_BASES } from '../market/tick.ts';

export type HistoryEntry = Extract<LogEntry, { readonly type: 'history' }>;

/** A smoothed average forgets its start slowly: this many times the warm-up makes the start invisible. */
const SETTLING = 5;
const MAX_CANDLES = 5_000;
/** 60 M1 candles complete an hour, 24 hours a day, 25 days a month: every longer candle finds its parts. */
export const STANDING_CANDLES = 60;

const lengthOf = (source: CandleSource) => timeframe(source.timeframe).minutes;

type WarmUp = CheckedCondition['warmUp'];

/** What all of these conditions need, longer timeframes first: each series once, as far back as the most demanding of them wants it. */
export function warmUpOfAll(conditions: readonly CheckedCondition[]): WarmUp {
  const longest = new Map<string, WarmUp[number]>();
  for (const { warmUp } of conditions) {
    for (const need of warmUp) {
      const key = `${need.instrument} ${need.basis} ${need.timeframe}`;
      if (need.candles > (longest.get(key)?.candles ?? -1)) longest.set(key, need);
    }
  }
  return [...longest.values()].sort((a, b) => lengthOf(b) - lengthOf(a));
}

/** What a condition needs from before `at`. */
export async function historyFor(
  checked: { readonly warmUp: WarmUp },
  history: MarketHistory,
  at: EpochMs,
): Promise<readonly HistoryEntry[]> {
  const needs = [...checked.warmUp].sort((a, b) => lengthOf(b) - lengthOf(a));
  const entries: HistoryEntry[] = [];
  for (const { candles, ...source } of needs) {
    const limit = Math.min(MAX_CANDLES, candles * SETTLING);
    const closed = await closedCandles(history, source, limit, at);
    if (closed.length > 0) entries.push({ type: 'history', source, candles: closed });
  }
  return entries;
}

/** For a start: the last candles of every standard timeframe, which also complete the candles in progress. */
export async function standingHistory(
  instruments: readonly InstrumentId[],
  history: MarketHistory,
  at: EpochMs,
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const instrument of instruments) {
    for (const basis of PRICE_BASES) {
      for (const name of [...STANDARD_TIMEFRAMES].reverse()) {
        const source: CandleSource = { instrument, basis, timeframe: name };
        const closed = await closedCandles(history, source, STANDING_CANDLES, at);
        if (closed.length > 0) entries.push({ type: 'history', source, candles: closed });
      }
    }
  }
  return entries;
}

async function closedCandles(history: MarketHistory, source: CandleSource, limit: number, at: EpochMs) {
  const candles = await history.candles(source, { before: at, limit });
  return candles.filter((candle) => candle.closesAt <= at);
}
