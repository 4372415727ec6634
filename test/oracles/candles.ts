/** Random candles for tests: the same seed gives the same series. */
import { Random } from '../../src/kernel/random.ts';
import { epochMs, HOUR_MS } from '../../src/kernel/units.ts';
import type { Candle } from '../../src/market/candle.ts';

export function candle(i: number, values: Partial<Candle> & { readonly close: number }): Candle {
  const { close } = values;
  const at = epochMs(i * HOUR_MS);
  return { at, closesAt: epochMs(at + HOUR_MS), open: close, high: close, low: close, volume: 0, ...values };
}

/** A walk on the grid of tenths of pips, livelier at times, with flat stretches and a rare jump. */
export function randomCandles(seed: number, count: number, start = 1.38): Candle[] {
  const random = new Random(seed);
  const point = start / 100_000;
  const candles: Candle[] = [];
  let price = 100_000;
  let calm = 1;
  for (let i = 0; i < count; i++) {
    if (random.uniform() < 0.02) calm = random.uniform() < 0.3 ? 0 : 1 + random.uniform() * 3;
    if (random.uniform() < 0.005) price += Math.round(random.normal() * 2_000);
    const open = price;
    const walk = [open];
    for (let j = 0; j < 4; j++) walk.push((price += Math.round(random.normal() * 40 * calm)));
    candles.push(
      candle(i, {
        open: open * point,
        high: Math.max(...walk) * point,
        low: Math.min(...walk) * point,
        close: price * point,
        volume: calm === 0 ? 1 : random.integer(1, 500),
      }),
    );
  }
  return candles;
}
