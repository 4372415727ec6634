/**
 * A tick file of a seeded random walk of EURUSD and USDJPY on a Wednesday: one quote of each, an hour of silence, then the walk.
 * The silence lets a replay at real speed stand still after its first quotes.
 */
import { Random } from '../../src/kernel/random.ts';

const START = Date.parse('2024-05-15T08:00:00Z');
const HOUR_MS = 3_600_000;

export interface WalkOptions {
  readonly seed: number;
  readonly ticks: number;
  readonly hours: number;
}

export function recordedWalk({ seed, ticks, hours }: WalkOptions): string {
  const random = new Random(seed);
  const stepMs = (hours * HOUR_MS) / ticks;
  const points = { EURUSD: 108_000, USDJPY: 155_500 };
  const row = (at: number, name: keyof typeof points): string => {
    const spread = 5 + Math.floor(random.uniform() * 15);
    const [unit, digits] = name === 'EURUSD' ? [100_000, 5] : [1_000, 3];
    const bid = points[name];
    return `${Math.round(at)},${name},${(bid / unit).toFixed(digits)},${((bid + spread) / unit).toFixed(digits)}`;
  };
  const rows = ['timestamp,symbol,bid,ask', row(START, 'EURUSD'), row(START + 1, 'USDJPY')];
  for (let i = 0; i < ticks; i++) {
    const name = i % 2 === 0 ? 'EURUSD' : 'USDJPY';
    points[name] += Math.round((random.uniform() - 0.5) * 12);
    rows.push(row(START + HOUR_MS + i * stepMs, name));
  }
  return `${rows.join('\n')}\n`;
}
