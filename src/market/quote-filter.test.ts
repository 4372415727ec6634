import { describe, expect, it } from 'vitest';
import type { EpochMs, Price } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, findInstrument, instrumentTable } from './instruments.ts';
import { quantaPerUnit, quantise, toPips } from './instrument.ts';
import { QuoteFilter } from './quote-filter.ts';

const table = instrumentTable(BUILT_IN_INSTRUMENTS);
const eurusd = table.get('EURUSD')!;
const open = Date.parse('2014-05-07T12:00:00Z') as EpochMs;
const tick = (bid: number, ask: number, at: EpochMs = open) => ({
  instrument: eurusd.id,
  bid: bid as Price,
  ask: ask as Price,
  at,
});

describe('quote filter', () => {
  it.each([
    [NaN, 1.3, 'not-a-number'],
    [1.3, Infinity, 'not-a-number'],
    [0, 1.3, 'not-positive'],
    [-1.3, 1.3, 'not-positive'],
    [1.30002, 1.30001, 'crossed'],
    [1.300001, 1.30001, 'precision'],
    [1.30001, 1.30001, null],
  ])('bid %s ask %s: %s', (bid, ask, reason) => {
    expect(new QuoteFilter(eurusd).check(tick(bid, ask))).toBe(reason);
  });

  it('refuses quotes outside the week', () => {
    expect(
      new QuoteFilter(eurusd).check(tick(1.3, 1.3001, Date.parse('2014-05-04T20:59:59Z') as EpochMs)),
    ).toBe('market-closed');
  });

  it('refuses a jump of more than 20 % and keeps its measure', () => {
    const filter = new QuoteFilter(eurusd);
    expect(filter.check(tick(1.3, 1.3001))).toBe(null);
    expect(filter.check(tick(13, 13.001))).toBe('jump');
    expect(filter.check(tick(1.2, 1.2001))).toBe(null);
  });

  it('believes the tenth of ten rejected quotes that agree, so that a bad first quote does not silence the instrument', () => {
    const filter = new QuoteFilter(eurusd);
    filter.check(tick(13, 13.001));
    const reasons = Array.from({ length: 11 }, (_, i) => filter.check(tick(1.3 + i / 10_000, 1.4)));
    expect(reasons).toEqual([...Array<string>(9).fill('jump'), null, null]);
  });
});

describe('instruments', () => {
  it('are at least forty pairs and the metals', () => {
    expect(table.size).toBeGreaterThanOrEqual(42);
    expect(table.get('XAUUSD')).toMatchObject({ base: 'XAU', quote: 'USD' });
    expect(table.get('USDJPY')).toMatchObject({ digits: 3, pip: 0.01 });
    expect(BUILT_IN_INSTRUMENTS.length).toBe(table.size);
  });

  it('are found under the spellings of providers', () => {
    expect(findInstrument(table, 'usd/jpy')).toBe('USDJPY');
    expect(findInstrument(table, 'EUR_USD')).toBe('EURUSD');
    expect(findInstrument(table, '__proto__')).toBe(null);
  });

  it('compare prices in hundredths of a point', () => {
    const quanta = quantaPerUnit(eurusd);
    expect(quantise(1.38718 - 1.387, quanta)).toBe(quantise(0.00018, quanta));
    expect(toPips(eurusd, 1.38718 - 1.387)).toBe(1.8);
  });
});
