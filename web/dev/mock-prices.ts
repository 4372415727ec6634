/** Prices for developing the page: a pure function of time, so that any candle of any age can be made without a history. */
import type { CandleView, InstrumentView, QuoteView } from '../../src/api/contract/market.ts';

interface Pair {
  readonly id: string;
  readonly base: number;
  readonly digits: number;
  readonly spreadPips: number;
}

const PAIRS: readonly Pair[] = [
  { id: 'USDJPY', base: 150.12, digits: 3, spreadPips: 0.3 },
  { id: 'EURUSD', base: 1.0853, digits: 5, spreadPips: 0.2 },
  { id: 'GBPUSD', base: 1.2671, digits: 5, spreadPips: 0.5 },
  { id: 'EURJPY', base: 162.93, digits: 3, spreadPips: 0.5 },
  { id: 'GBPJPY', base: 190.22, digits: 3, spreadPips: 1.1 },
  { id: 'AUDUSD', base: 0.6542, digits: 5, spreadPips: 0.4 },
  { id: 'AUDJPY', base: 98.21, digits: 3, spreadPips: 0.7 },
  { id: 'NZDUSD', base: 0.6013, digits: 5, spreadPips: 0.6 },
  { id: 'USDCHF', base: 0.8841, digits: 5, spreadPips: 0.6 },
  { id: 'USDCAD', base: 1.3622, digits: 5, spreadPips: 0.7 },
  { id: 'EURGBP', base: 0.8565, digits: 5, spreadPips: 0.7 },
  { id: 'CHFJPY', base: 169.8, digits: 3, spreadPips: 1.4 },
  { id: 'CADJPY', base: 110.2, digits: 3, spreadPips: 0.9 },
  { id: 'XAUUSD', base: 2034.5, digits: 2, spreadPips: 2.4 },
];

export const INSTRUMENTS: readonly InstrumentView[] = PAIRS.map(({ id, digits }) => ({
  id,
  base: id.slice(0, 3),
  quote: id.slice(3),
  digits,
  pip: id === 'XAUUSD' ? 0.1 : digits === 3 ? 0.01 : 0.0001,
  live: true,
}));

export const MINUTE = 60_000;
const PERIODS = [40_000, 170_000, 700_000, 2.3e6, 9.1e6, 3.1e7, 1.07e8, 4.3e8, 1.6e9];

/** Bid of an instrument at any instant. */
export function bidAt(id: string, at: number): number {
  const index = PAIRS.findIndex((pair) => pair.id === id);
  const pair = PAIRS[index];
  if (pair === undefined) throw new RangeError(`no such instrument: ${id}`);
  let sum = 0;
  PERIODS.forEach((period, k) => {
    const phase = index * 1.7 + k * 2.39;
    const warp = Math.sin(at / (period * 3.7) + phase) * 1.3;
    sum += Math.sqrt(period / 1.6e9) * Math.sin((at / period) * 2 * Math.PI + phase + warp);
  });
  const jitter = Math.sin(at * 12.9898 + index * 78.233) * 43758.5453;
  sum += (jitter - Math.floor(jitter) - 0.5) * 0.012;
  return Number((pair.base * (1 + 0.012 * sum)).toFixed(pair.digits));
}

export function quoteAt(id: string, at: number): QuoteView {
  const pair = PAIRS.find((candidate) => candidate.id === id);
  const instrument = INSTRUMENTS.find((candidate) => candidate.id === id);
  if (pair === undefined || instrument === undefined) throw new RangeError(`no such instrument: ${id}`);
  const bid = bidAt(id, at);
  const spread = pair.spreadPips * (1 + 0.4 * Math.abs(Math.sin(at / 7_000)));
  const ask = Number((bid + spread * instrument.pip).toFixed(pair.digits));
  const dayStart = Math.floor((at - 22 * 60 * MINUTE) / 86_400_000) * 86_400_000 + 22 * 60 * MINUTE;
  const first = bidAt(id, dayStart);
  return {
    instrument: id,
    bid,
    ask,
    at: new Date(at).toISOString(),
    spreadPips: Number(((ask - bid) / instrument.pip).toFixed(1)),
    dayChangePercent: Number((((bid - first) / first) * 100).toFixed(3)),
    simulated: true,
  };
}

const MINUTES: Readonly<Record<string, number>> = {
  M1: 1,
  M5: 5,
  M15: 15,
  M30: 30,
  H1: 60,
  H4: 240,
  D1: 1440,
  W1: 7200,
  MN1: 43_200,
};

export function timeframeMs(timeframe: string): number {
  return (MINUTES[timeframe] ?? 5) * MINUTE;
}

/** The candle that opened at `open`, seen at `now`. */
export function candleAt(id: string, open: number, span: { lengthMs: number; now: number }): CandleView {
  const end = Math.min(open + span.lengthMs, span.now);
  const samples = 12;
  const prices = Array.from({ length: samples + 1 }, (_, i) =>
    bidAt(id, open + ((end - open) * i) / samples),
  );
  return {
    at: new Date(open).toISOString(),
    open: prices[0] ?? 0,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices[samples] ?? 0,
    volume: 60 + (Math.round(open / 60_000) % 140),
  };
}

const HISTORY_BEGINS = Date.UTC(2024, 0, 1);

/** The last `limit` closed candles before `before`, oldest first. */
export function candlesBefore(
  id: string,
  timeframe: string,
  range: { before: number; limit: number },
): CandleView[] {
  const lengthMs = timeframeMs(timeframe);
  const end = Math.floor(range.before / lengthMs) * lengthMs;
  const recorded = Math.max(0, Math.floor((end - HISTORY_BEGINS) / lengthMs));
  const limit = Math.min(range.limit, recorded);
  return Array.from({ length: limit }, (_, i) =>
    candleAt(id, end - (limit - i) * lengthMs, { lengthMs, now: range.before }),
  );
}
