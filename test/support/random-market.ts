/** A seeded walk of quotes around a price, close enough to fixed levels that they are touched, crossed and left again. */
import { Random } from '../../src/kernel/random.ts';
import { type InstrumentId, epochMs } from '../../src/kernel/units.ts';
import type { Tick } from '../../src/market/tick.ts';
import { EURUSD, T0 } from './samples.ts';

export interface WalkOptions {
  readonly ticks: number;
  readonly instrument?: InstrumentId;
  readonly start?: number;
  /** Longest time between two ticks. */
  readonly maxGapMs?: number;
}

export function randomTicks(seed: number, options: WalkOptions): Tick[] {
  const { ticks: count, instrument = EURUSD, start = 1.39, maxGapMs = 9_000 } = options;
  const random = new Random(seed);
  const ticks: Tick[] = [];
  const start5 = Math.round(start * 1e5);
  let points = start5;
  let at: number = T0;
  for (let i = 0; i < count; i++) {
    at += random.integer(0, maxGapMs);
    points += Math.round(random.normal() * 6 - (points - start5) * 0.03);
    const spread = random.integer(3, 25);
    ticks.push({ instrument, bid: points / 1e5, ask: (points + spread) / 1e5, at: epochMs(at) } as Tick);
  }
  return ticks;
}

/** One condition of each kind, on levels and amounts that such a walk meets, and no RSI hits to the last digit. */
export const CONDITIONS: readonly string[] = [
  'bid crosses above 1.39',
  'ask crosses below 1.3901',
  'mid crosses 1.39005',
  'bid > 1.3902',
  'spread > 2 pips',
  '1.3898 >= bid',
  'bid enters 1.3897 .. 1.3899',
  'close@M1 leaves 1.3898 .. 1.3903',
  'mid rises by 3 pips in 3m',
  'bid falls by 0.02% in 2m',
  'bid moves by 3 pips in 1m and close@M1 > 1',
  'close@M1 rises by 2 pips in 3 bars',
  'mid moves by 3 pips in 2 bars@M1',
  'close@M1 is falling for 2 bars',
  'close@M1 crosses above sma(3)',
  'close@M2 > ema(3) and rsi(5)@M1 > 50.013',
  'close@M1 live crosses below ema(4)@M1',
  'high@M3 live > high@M3[1]',
  'rsi(3)@M1 live < 40.013',
  'bid > 1.39 for 20s',
  'close@M1 > 1.39 for 90s',
  'not (bid > 1.3901 for 15s)',
  '(bid crosses above 1.39) within 25s',
  'not (close@M1 > 1.39 within 2 bars)',
  '(bid crosses above 1.39) then (bid crosses below 1.3899) within 60s unless spread > 2.3 pips',
  '(close@M1 > 1.39) then (close@M1 < 1.39) within 4 bars',
  '(bid crosses above 1.3901) then (bid < 1.39) within 2m',
  'bid crosses above 1.39 or rsi(3)@M1 > 60.013',
  'bid crosses below 1.39 and spread < 1.5 pips',
  'bid - ask < -2 pips or close@M45 > 2',
  'close@M1 > 1.3901',
  '1.39 > low@M2',
  'rsi(3)@M1 > 55.013',
  'rsi(3)@M1 crosses below 45.013',
  'close@M3 crosses 1.39',
  'bid crosses above 1.39 and rsi(3)@M1 > 50.013',
  'rsi(4)@M1 crosses above 50.013 and bid > 1.3899',
  'close@M1 crosses 1.39 and mid moves by 2 pips in 2m',
  'ema(2)@M1 crosses sma(4)@M1 and rsi(3)@M1 > 30.013',
  'close@M1 crosses below ema(3)@M1 and bid > 1.3898 and close@M3 > 1.3897',
  'close@M1 >= sma(3)@M1 and rsi(3)@M1 < 80.013 and high@M3 > ema(4)@M1',
  'rsi(3)@M1 < 45.013 and close@M1 < sma(4)',
  'bid > 1.3901 and rsi(5)@M1 > 50.013',
  'mid < 1.3899 and spread < 2 pips and close@M2 < sma(3)',
  'high@M1 > 1.3902 and rsi(3)@M1 > 52.013 and bid rises by 2 pips in 2m',
];
