import { describe, expect, it } from 'vitest';
import { epochMs } from '../kernel/units.ts';
import { defaultZone, formatTime, isZone } from './format-time.ts';

const WINTER = epochMs(Date.UTC(2026, 10, 24, 0, 15, 3));
const SUMMER = epochMs(Date.UTC(2026, 6, 24, 23, 15, 3));

describe('formatTime', () => {
  it.each([
    ['UTC', '2026-11-24 (Tue) 00:15:03 UTC', '2026-07-24 (Fri) 23:15:03 UTC'],
    ['Asia/Tokyo', '2026-11-24 (Tue) 09:15:03 JST', '2026-07-25 (Sat) 08:15:03 JST'],
    ['America/New_York', '2026-11-23 (Mon) 19:15:03 EST', '2026-07-24 (Fri) 19:15:03 EDT'],
    ['Europe/London', '2026-11-24 (Tue) 00:15:03 GMT', '2026-07-25 (Sat) 00:15:03 BST'],
    ['Asia/Singapore', '2026-11-24 (Tue) 08:15:03 UTC+8', '2026-07-25 (Sat) 07:15:03 UTC+8'],
  ])('names the zone %s, winter and summer', (zone, winter, summer) => {
    expect(formatTime(WINTER, zone, 'en')).toBe(winter);
    expect(formatTime(SUMMER, zone, 'en')).toBe(summer);
  });

  it('writes Japanese dates for Japanese, midnight as 00', () => {
    expect(formatTime(WINTER, 'Asia/Tokyo', 'ja')).toBe('2026年11月24日(火) 09:15:03 JST');
    expect(formatTime(epochMs(Date.UTC(2026, 10, 23, 15)), 'Asia/Tokyo', 'ja')).toBe(
      '2026年11月24日(火) 00:00:00 JST',
    );
  });

  it('knows zones, and the default of each language', () => {
    expect(isZone('Asia/Tokyo')).toBe(true);
    expect(isZone('Asia/Atlantis')).toBe(false);
    expect([defaultZone('ja'), defaultZone('en')]).toEqual(['Asia/Tokyo', 'UTC']);
  });
});
