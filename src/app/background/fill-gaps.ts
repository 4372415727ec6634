/**
 * Minutes of an open market that no candle tells of, asked for from the feed's own history: missing candles are added, and longer ones
 * whose period has such a hole are taken from the provider, who saw all of it. A feed without a history leaves the gaps as they are.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClosedCandle, MarketHistory } from '../../alerts/ports.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import { periodOf } from '../../market/periods.ts';
import { STANDARD_TIMEFRAMES, timeframe } from '../../market/timeframe.ts';
import { type Mended, mendCandles } from '../../storage/candle-repair.ts';
import type { Database } from '../../storage/database.ts';
import { bothSides } from '../back-fill.ts';
import type { HistorySource } from './history-source.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Gaps that lie closer are asked for together. */
const TOGETHER_MS = DAY_MS;

interface FillPorts {
  readonly database: Database;
  readonly history: MarketHistory;
  readonly source: HistorySource;
  readonly instruments: readonly InstrumentId[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Shorter ones are left. */
  readonly shortestMs: number;
  readonly signal: AbortSignal;
  readonly progress?: (share: number) => void;
}

interface Filled extends Mended {
  /** Minutes of all instruments together. */
  readonly missingMinutes: number;
}

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export async function fillGaps(ports: FillPorts): Promise<Filled> {
  const { instruments, signal } = ports;
  let missingMinutes = 0;
  let added = 0;
  let changed = 0;
  for (const [done, instrument] of instruments.entries()) {
    const gaps = await gapsOf(instrument, ports);
    missingMinutes += gaps.reduce((sum, { from, to }) => sum + (to - from) / MINUTE_MS, 0);
    for (const group of together(gaps)) {
      signal.throwIfAborted();
      const mended = await fillGroup(instrument, group, ports);
      added += mended.added;
      changed += mended.changed;
    }
    ports.progress?.((done + 1) / instruments.length);
  }
  return { missingMinutes, added, changed };
}

/** Whole minutes between candles, while the market is open. */
async function gapsOf(
  instrument: InstrumentId,
  { history, from, to, shortestMs, signal }: FillPorts,
): Promise<readonly Span[]> {
  const gaps: Span[] = [];
  let next = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const until = async (end: number): Promise<void> => {
    for (let at = next; at + MINUTE_MS <= end; at += MINUTE_MS) {
      // Years without a candle are millions of minutes, and others wait for this turn to end.
      if (at % DAY_MS === 0) {
        signal.throwIfAborted();
        await nextTurn();
      }
      if (!isMarketOpen(at as EpochMs)) continue;
      const last = gaps.at(-1);
      const span = { from: at as EpochMs, to: (at + MINUTE_MS) as EpochMs };
      if (last?.to === at) gaps[gaps.length - 1] = { from: last.from, to: span.to };
      else gaps.push(span);
    }
  };
  const source = { instrument, basis: 'bid', timeframe: 'M1' } as const;
  for await (const page of history.candlesBetween(source, from, to))
    for (const { at, closesAt } of page) {
      if (at > next) await until(at);
      next = closesAt;
    }
  await until(to);
  return gaps.filter((gap) => gap.to - gap.from >= shortestMs);
}

function together(gaps: readonly Span[]): readonly (readonly Span[])[] {
  const groups: Span[][] = [];
  for (const gap of gaps) {
    const group = groups.at(-1);
    if (group !== undefined && gap.from - (group.at(-1) as Span).to < TOGETHER_MS) group.push(gap);
    else groups.push([gap]);
  }
  return groups;
}

async function fillGroup(
  instrument: InstrumentId,
  gaps: readonly Span[],
  { database, source, to, signal }: FillPorts,
): Promise<Mended> {
  const [first] = gaps;
  const last = gaps.at(-1);
  let added = 0;
  let changed = 0;
  if (first === undefined || last === undefined) return { added, changed };
  const hasGap = ({ at, closesAt }: Candle): boolean =>
    closesAt <= to && gaps.some((gap) => gap.from < closesAt && gap.to > at);
  for (const name of STANDARD_TIMEFRAMES) {
    const from = periodOf(timeframe(name), first.from).at;
    for await (const page of source.history({ instrument, timeframe: name, from, to: last.to })) {
      signal.throwIfAborted();
      const candles = page
        .flatMap((candle): readonly ClosedCandle[] => bothSides(candle, instrument, name))
        .filter(({ candle }) => hasGap(candle));
      const mended = await mendCandles(database, candles, {
        origin: source.simulated ? 'simulated' : 'backfill',
        over: ['live', 'simulated', 'backfill'],
      });
      added += mended.added;
      changed += mended.changed;
    }
  }
  return { added, changed };
}
