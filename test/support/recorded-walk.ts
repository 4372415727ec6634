/**
 * A tick file of a seeded random walk of EURUSD and USDJPY from a Wednesday on: one quote of each, a stand-still, then the walk. The
 * stand-still lets a replay at real speed wait after its first quotes.
 *
 * With `unrest` the walk is as feeds can be: in four minutes of every twenty each quote comes twice, and every group of six comes backwards;
 * with `silence` the last twenty minutes of every other hour have no quote.
 */
import { Random } from '../../src/kernel/random.ts';

const START = Date.parse('2024-05-15T08:00:00Z');
const HOUR_MS = 3_600_000;
const MINUTES = 60;

interface WalkOptions {
  readonly seed: number;
  readonly ticks: number;
  readonly hours: number;
  readonly standStillHours: number;
  readonly unrest?: boolean;
  readonly silence?: boolean;
}

function isSilent(hour: number): boolean {
  return hour % 2 > 2 - 1 / 3;
}

/** Whether quotes come twice and out of order. */
export function isShuffled(hour: number): boolean {
  return (hour * MINUTES) % 20 < 4;
}

export function recordedWalk(options: WalkOptions): string {
  const { seed, ticks, hours, standStillHours, unrest = false, silence = false } = options;
  const random = new Random(seed);
  const points = { EURUSD: 108_000, USDJPY: 155_500 };
  const row = (hour: number, name: keyof typeof points): string => {
    const spread = 5 + Math.floor(random.uniform() * 15);
    const [unit, digits] = name === 'EURUSD' ? [100_000, 5] : [1_000, 3];
    const bid = points[name];
    const at = START + Math.round(hour * HOUR_MS);
    return `${at},${name},${(bid / unit).toFixed(digits)},${((bid + spread) / unit).toFixed(digits)}`;
  };
  const rows = ['timestamp,symbol,bid,ask', row(0, 'EURUSD'), row(1 / HOUR_MS, 'USDJPY')];
  let held: string[] = [];
  for (let i = 0; i < ticks; i++) {
    const name = i % 2 === 0 ? 'EURUSD' : 'USDJPY';
    points[name] += Math.round((random.uniform() - 0.5) * 12);
    const hour = standStillHours + (i * hours) / ticks;
    const quote = row(hour, name);
    if (silence && isSilent(hour)) continue;
    const shuffles = unrest && isShuffled(hour);
    held.unshift(...(shuffles ? [quote, quote] : [quote]));
    if (shuffles && held.length < 12) continue;
    rows.push(...held);
    held = [];
  }
  return `${[...rows, ...held].join('\n')}\n`;
}

/** Hours since the start of a walk. */
export function hourOf(at: number): number {
  return (at - START) / HOUR_MS;
}
