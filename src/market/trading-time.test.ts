import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochMs } from '../kernel/units.ts';
import { fxWeekOf, isMarketOpen } from './fx-time.ts';
import { tradingMs } from './trading-time.ts';

const instants = fc.integer({ min: Date.UTC(2007, 0), max: Date.UTC(2037, 0) }).map(epochMs);

test('it runs with the clock while the market is open and stands still while it is closed', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 3_600_000 }), (from, length) => {
      const to = epochMs(from + length);
      const isOpen = isMarketOpen(from) && isMarketOpen(to);
      if (isOpen) expect(tradingMs(to) - tradingMs(from)).toBe(length);
      else expect(tradingMs(to) - tradingMs(from)).toBeLessThan(length);
    }),
  );
});

test('every week has 120 hours of it, and the next begins where the last ended', () => {
  for (let at = Date.UTC(2007, 0, 3); at < Date.UTC(2037, 0, 1); at += 7 * 86_400_000) {
    const week = fxWeekOf(epochMs(at));
    const next = fxWeekOf(week.closesAt);
    expect(tradingMs(next.at) - tradingMs(week.at)).toBe(120 * 3_600_000);
    expect(tradingMs(epochMs(week.closesAt - 1))).toBe(tradingMs(next.at) - 1);
  }
});
