import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../kernel/units.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { BusinessTime, HOURS_A_WEEK } from './business-time.ts';
import { CurrencyPath } from './currency-path.ts';
import { type InstrumentPath, simulatedMarket } from './market-path.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const market = (seed: number): ReadonlyMap<string, InstrumentPath> =>
  new Map(simulatedMarket(seed, instruments).map((path) => [path.instrument.id, path]));
const paths = market(1);
const at = (text: string): number => Date.parse(text);
const HOUR = 3_600_000;

const instant = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
const openInstant = instant.filter((value) => isMarketOpen(value as EpochMs));

function mid(name: string, when: number): number {
  const { bid, ask } = paths.get(name)!.quoteAt(when);
  return (bid + ask) / 2;
}
const pointOf = (name: string): number => 10 ** -instruments.get(name)!.digits;

describe('InstrumentPath', { timeout: 60_000 }, () => {
  test('quotes at least twelve instruments', () => {
    expect(paths.size).toBeGreaterThanOrEqual(12);
  });

  test.each([
    ['EURUSD', 'USDJPY', 'EURJPY'],
    ['GBPUSD', 'USDJPY', 'GBPJPY'],
    ['AUDUSD', 'USDJPY', 'AUDJPY'],
    ['EURGBP', 'GBPUSD', 'EURUSD'],
    ['USDCHF', 'CHFJPY', 'USDJPY'],
    ['EURAUD', 'AUDUSD', 'EURUSD'],
  ])('%s × %s is %s up to rounding', (first, second, cross) => {
    fc.assert(
      fc.property(instant, (when) => {
        const [a, b] = [mid(first, when), mid(second, when)];
        // Each mid is rounded by half a point at most.
        const rounding = 0.5 * (pointOf(first) * b + pointOf(second) * a + pointOf(cross));
        expect(Math.abs(a * b - mid(cross, when))).toBeLessThanOrEqual(rounding * 1.01);
      }),
    );
  });

  test('is the same for the same seed and another for another', () => {
    const [same, other] = [market(1), market(2)];
    fc.assert(
      fc.property(openInstant, fc.constantFrom(...paths.keys()), (when, name) => {
        expect(same.get(name)!.quoteAt(when)).toEqual(paths.get(name)!.quoteAt(when));
        // Two paths may meet at an instant.
        const bids = (of: typeof paths) =>
          [0, 5, 10].map((hours) => of.get(name)!.quoteAt(when + hours * HOUR).bid);
        expect(bids(other)).not.toEqual(bids(paths));
      }),
      { numRuns: 30, examples: [[1_648_529_321_487, 'AUDNZD']] },
    );
  });

  test('asked at random it answers what the stream said', () => {
    const lengths = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(openInstant, lengths, lengths, (from, first, second) => {
        const stream = paths.get('EURUSD')!;
        const whole = stream.ticksBetween(from, from + first + second);
        const parts = [
          ...stream.ticksBetween(from, from + first),
          ...stream.ticksBetween(from + first, from + first + second),
        ];
        expect(parts).toEqual(whole);
        const fresh = market(1).get('EURUSD')!;
        for (const { at: when, bid, ask } of [...whole].reverse())
          expect(fresh.quoteAt(when)).toEqual({ bid, ask });
      }),
      { numRuns: 50 },
    );
  });

  test('ticks in order and within the range asked for', () => {
    const from = at('2026-07-14T13:00:00.123Z');
    const stamps = paths
      .get('USDJPY')!
      .ticksBetween(from, from + 60_000)
      .map((tick) => tick.at as number);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(stamps[0]).toBeGreaterThanOrEqual(from);
    expect(stamps.at(-1)).toBeLessThan(from + 60_000);
  });

  test('ticks one to four times a second in busy hours', () => {
    for (const path of paths.values()) {
      const count = path.ticksBetween(at('2026-07-14T13:00:00Z'), at('2026-07-14T14:00:00Z')).length;
      expect(count / 3_600).toBeGreaterThan(1);
      expect(count / 3_600).toBeLessThanOrEqual(4);
    }
  });

  test('is silent at the weekend and goes on at the price at which it stopped', () => {
    const friday = at('2026-07-10T21:00:00Z');
    const sunday = at('2026-07-12T21:00:00Z');
    for (const path of paths.values()) expect(path.ticksBetween(friday, sunday)).toEqual([]);
    expect(mid('EURUSD', sunday)).toBeCloseTo(mid('EURUSD', friday - 1), 4);
    expect(paths.get('EURUSD')!.ticksBetween(friday - HOUR, friday).length).toBeGreaterThan(0);
    expect(paths.get('EURUSD')!.ticksBetween(sunday, sunday + HOUR).length).toBeGreaterThan(0);
  });

  test('bid is below ask, both on the grid of the instrument, whenever', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...paths.values()), (when, path) => {
        const { bid, ask } = path.quoteAt(when);
        const perPoint = 10 ** path.instrument.digits;
        expect(bid).toBeGreaterThan(0);
        expect(ask).toBeGreaterThan(bid);
        expect(bid).toBe(Math.round(bid * perPoint) / perPoint);
        expect(ask).toBe(Math.round(ask * perPoint) / perPoint);
      }),
    );
  });

  /** Mean move in five minutes over 60 weekdays, in pips. */
  function meanMove(name: string, hourUtc: number): number {
    let sum = 0;
    let count = 0;
    for (let day = at('2026-05-04T00:00:00Z'); count < 60 * 12; day += 24 * HOUR) {
      for (let minute = 0; minute < 60 && isMarketOpen((day + 12 * HOUR) as EpochMs); minute += 5) {
        const when = day + hourUtc * HOUR + minute * 60_000;
        sum += Math.abs(mid(name, when + 300_000) - mid(name, when));
        count++;
      }
    }
    return sum / count / instruments.get(name)!.pip;
  }

  test('moves most while London and New York trade, and least after New York', () => {
    const [quiet, tokyo, london, overlap] = [22, 1, 8, 13].map((hour) => meanMove('EURUSD', hour));
    expect(tokyo).toBeGreaterThan(quiet! * 1.2);
    expect(london).toBeGreaterThan(tokyo! * 1.1);
    expect(overlap).toBeGreaterThan(quiet! * 2);
  });

  test('EURUSD has a day of 50 to 90 pips in the middle of a year', () => {
    const ranges: number[] = [];
    for (let day = at('2025-07-01T21:00:00Z'); ranges.length < 250; day += 24 * HOUR) {
      if (!isMarketOpen((day + HOUR) as EpochMs)) continue;
      const mids = Array.from({ length: 288 }, (_, i) => mid('EURUSD', day + i * 300_000));
      ranges.push((Math.max(...mids) - Math.min(...mids)) / 0.0001);
    }
    const median = ranges.sort((a, b) => a - b)[125]!;
    expect(median).toBeGreaterThan(50);
    expect(median).toBeLessThan(90);
  });

  test('the spread is several times wider at the roll, in summer and in winter', () => {
    const spread = (when: number): number => {
      const { bid, ask } = paths.get('GBPJPY')!.quoteAt(when);
      return ask - bid;
    };
    for (const [roll, noon] of [
      ['2026-07-14T21:01:00Z', '2026-07-14T12:00:00Z'],
      ['2026-01-14T22:01:00Z', '2026-01-14T12:00:00Z'],
    ] as const) {
      expect(spread(at(roll))).toBeGreaterThan(3 * spread(at(noon)));
    }
  });
});

describe('CurrencyPath', { timeout: 60_000 }, () => {
  const path = new CurrencyPath(42, 0.003);
  const STEP = 0.01;

  test('jumps rarely, upsets the market when it does, and calms down', () => {
    let jumps = 0;
    for (let hours = 0; hours < 50 * HOURS_A_WEEK; hours += STEP) {
      const move = path.logValueAt(hours + STEP) - path.logValueAt(hours);
      if (Math.abs(move) < 0.00085) continue;
      jumps++;
      expect(path.shockAt(hours + STEP)).toBeGreaterThan(0.9);
      expect(path.shockAt(hours + STEP + 0.3)).toBe(0);
    }
    expect(jumps).toBeGreaterThan(5);
    expect(jumps).toBeLessThan(40);
  });

  test('stays near its rest over twenty years', () => {
    for (let hours = 0; hours < 20 * 52 * HOURS_A_WEEK; hours += 7) {
      expect(Math.abs(path.logValueAt(hours))).toBeLessThan(0.12);
    }
  });

  test('has the standard deviation of a day that it was made for', () => {
    let squares = 0;
    const days = 4_000;
    for (let day = 0; day < days; day++) {
      squares += (path.logValueAt(24 * (day + 1)) - path.logValueAt(24 * day)) ** 2;
    }
    const sigma = Math.sqrt(squares / days);
    expect(sigma).toBeGreaterThan(0.0027);
    expect(sigma).toBeLessThan(0.0036);
  });
});

describe('BusinessTime', () => {
  test('never goes back, and stands still exactly while the market is closed', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 600_000 }), (when, step) => {
        const time = new BusinessTime();
        time.moveTo(when);
        const { hours, activity } = time;
        expect(activity > 0).toBe(isMarketOpen(when as EpochMs));
        time.moveTo(when + step);
        expect(time.hours).toBeGreaterThanOrEqual(hours);
        const wasOpen = isMarketOpen(when as EpochMs) || isMarketOpen((when + step) as EpochMs);
        if (!wasOpen) expect(time.hours).toBe(hours);
      }),
      { numRuns: 1_000 },
    );
  });

  test('has 120 hours a week and no step where weeks meet', () => {
    const time = new BusinessTime();
    const hoursAt = (text: string): number => {
      time.moveTo(at(text));
      return time.hours;
    };
    expect(hoursAt('2026-07-12T21:00:00Z') - hoursAt('2026-07-05T21:00:00Z')).toBeCloseTo(HOURS_A_WEEK, 6);
    expect(hoursAt('2026-07-12T21:00:00Z')).toBeCloseTo(hoursAt('2026-07-10T20:59:59.999Z'), 4);
    // New York changes its clocks within this week's end, London three weeks later.
    expect(hoursAt('2026-03-08T21:00:00Z') - hoursAt('2026-03-01T22:00:00Z')).toBeCloseTo(HOURS_A_WEEK, 6);
  });
});
