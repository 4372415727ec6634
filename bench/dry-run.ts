/**
 * The dry run of one condition on three indicators, over recorded candles: `npx tsx bench/dry-run.ts [rounds]`. Reading the candles is
 * not counted; arming is.
 */
import { DryRun } from '../src/backtest/dry-run.ts';
import { Random } from '../src/kernel/random.ts';
import type { EpochMs } from '../src/kernel/units.ts';
import type { Candle } from '../src/market/candle.ts';
import { isMarketOpen } from '../src/market/fx-time.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { FIELD_INSTRUMENTS, FIELD_TABLE, fieldAlert } from './field.ts';
import { count, median, report, timed } from './measure.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const [EURUSD] = FIELD_INSTRUMENTS as readonly [Instrument];
const CASES = [
  { timeframe: 'H1', minutes: 60, candles: 31_000, goalMs: 50 },
  { timeframe: 'M1', minutes: 1, candles: 370_000, goalMs: 400 },
] as const;

interface Quoted {
  readonly bid: Candle;
  readonly ask: Candle;
}

/** A walk from Monday 2009-01-05 on, only while the market is open. */
function candlesOf({ minutes, candles }: (typeof CASES)[number]): Quoted[] {
  const random = new Random(5);
  const made: Quoted[] = [];
  const lengthMs = minutes * 60_000;
  let points = 139_000;
  const next = (): number =>
    (points += Math.round(random.normal() * 3 * Math.sqrt(minutes) - (points - 139_000) / 2_000));
  for (let at = Date.UTC(2009, 0, 5); made.length < candles; at += lengthMs) {
    if (!isMarketOpen(at as EpochMs)) continue;
    const prices = [points, next(), next(), next()];
    const candleOf = (spread: number): Candle => ({
      at: at as EpochMs,
      closesAt: (at + lengthMs) as EpochMs,
      open: ((prices[0] ?? 0) + spread) / 1e5,
      high: (Math.max(...prices) + spread) / 1e5,
      low: (Math.min(...prices) + spread) / 1e5,
      close: (points + spread) / 1e5,
      volume: 4,
    });
    made.push({ bid: candleOf(0), ask: candleOf(8) });
  }
  return made;
}

for (const one of CASES) {
  const when = `rsi(14)@${one.timeframe} < 50 and close@${one.timeframe} > ema(50) and atr(14)@${one.timeframe} > 0.00004`;
  const candles = candlesOf(one);
  const alert = fieldAlert(0, EURUSD, when);
  let fired = 0;
  const round = (): void => {
    const run = new DryRun(alert, { instruments: FIELD_TABLE });
    for (const { bid, ask } of candles) run.feedCandle({ instrument: EURUSD.id, bid, ask }, one.timeframe);
    const { problems, count: firings } = run.report();
    if (problems.length > 0) throw new Error(`${when} does not arm`);
    fired = firings;
  };
  round();
  const ms = median(Array.from({ length: ROUNDS }, () => timed(round)));
  report({
    what: `dry run of three indicators over ${count(candles.length)} candles ${one.timeframe}`,
    goal: `≤ ${one.goalMs} ms`,
    figure: `${ms.toFixed(0)} ms, ${count(fired)} firings`,
    isMet: ms <= one.goalMs,
  });
}
