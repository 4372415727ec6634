import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs } from '../../kernel/units.ts';
import { DurationText, HysteresisText } from '../contract/alerts.ts';
import { parseDuration, parseHysteresis, printDuration, printHysteresis } from './duration-text.ts';

describe('a duration', () => {
  it.each([
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['250ms', 250],
    ['0s', 0],
    ['3651d', null],
    ['9999999999999999999d', null],
    ['5 m', null],
  ])('%s is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it('is printed so that the contract takes it and it means the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_650 * 86_400_000 }), (ms) => {
        const text = printDuration(durationMs(ms));
        expect(DurationText.safeParse(text).success).toBe(true);
        expect(parseDuration(text)).toBe(ms);
      }),
    );
  });
});

describe('a hysteresis', () => {
  it.each([
    ['2 pips', { unit: 'pips', amount: 2 }],
    ['1pip', { unit: 'pips', amount: 1 }],
    ['0.5 atr', { unit: 'atr', amount: 0.5 }],
    [`${'9'.repeat(400)} atr`, null],
    ['2', null],
  ])('%s is %o', (text, hysteresis) => expect(parseHysteresis(text)).toEqual(hysteresis));

  it('is printed so that the contract takes it and it means the same', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.constantFrom('pips' as const, 'atr' as const),
        (n, unit) => {
          const text = printHysteresis({ unit, amount: n / 1e8 });
          expect(HysteresisText.safeParse(text).success).toBe(true);
          expect(parseHysteresis(text)).toEqual({ unit, amount: n / 1e8 });
        },
      ),
    );
  });
});
