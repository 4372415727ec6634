import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { DurationMs } from './units.ts';
import { formatDuration, parseDuration } from './duration.ts';

describe('durations', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['250ms', 250],
    ['5', null],
    ['5 minutes', null],
    ['-5m', null],
    ['', null],
  ])('%s is %s ms', (text, expected) => expect(parseDuration(text)).toBe(expected));

  it('are written so that reading gives the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (ms) => {
        expect(parseDuration(formatDuration(ms as DurationMs))).toBe(ms);
      }),
    );
  });
});
