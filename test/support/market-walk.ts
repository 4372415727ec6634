/**
 * Seeded ticks of several instruments over days, weekends left out: EURUSD, USDJPY and an EURJPY that strays around the price the two
 * make, and the other pairs with the dollar. The same seed gives the same ticks.
 */
import { Random } from '../../src/kernel/random.ts';
import { type EpochMs, instrumentId, type Price } from '../../src/kernel/units.ts';
import { isMarketOpen } from '../../src/market/fx-time.ts';
import type { Tick } from '../../src/market/tick.ts';

const STARTS = {
  EURUSD: 1.388,
  USDJPY: 101.7,
  GBPUSD: 1.69,
  AUDUSD: 0.93,
  NZDUSD: 0.87,
  USDCAD: 1.09,
  USDCHF: 0.877,
} as const;
type Pair = keyof typeof STARTS;
const PAIRS = Object.keys(STARTS) as Pair[];

export function marketWalk(of: {
  readonly seed: number;
  readonly count: number;
  readonly from: number;
  readonly meanGapMs: number;
}): Tick[] {
  const random = new Random(of.seed);
  const prices: Record<Pair, number> = { ...STARTS };
  const ticks: Tick[] = [];
  let at = of.from;
  while (ticks.length < of.count) {
    at += random.uniform() < 0.1 ? 0 : Math.round(-Math.log(1 - random.uniform()) * of.meanGapMs);
    // EURUSD is what the conditions speak of most.
    const pair = random.uniform() < 0.5 ? 'EURUSD' : PAIRS[random.integer(0, PAIRS.length)]!;
    prices[pair] *= 1 + random.normal() * 6e-5 + (STARTS[pair] / prices[pair] - 1) * 0.01;
    if (!isMarketOpen(at as EpochMs)) continue;
    ticks.push(quoted(pair, { price: prices[pair], at, random }));
    if (random.uniform() < 0.2) {
      const made = prices.EURUSD * prices.USDJPY * (1 + random.normal() * 5e-5);
      ticks.push(quoted('EURJPY', { price: made, at, random }));
    }
  }
  return ticks;
}

function quoted(
  pair: string,
  { price, at, random }: { readonly price: number; readonly at: number; readonly random: Random },
): Tick {
  const perUnit = pair.endsWith('JPY') ? 1e3 : 1e5;
  const bid = Math.round(price * perUnit);
  const ask = bid + random.integer(2, 20);
  return {
    instrument: instrumentId(pair),
    bid: (bid / perUnit) as Price,
    ask: (ask / perUnit) as Price,
    at: at as EpochMs,
  };
}
