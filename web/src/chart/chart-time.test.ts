import { expect, test } from 'vitest';
import { candleIndexAt, chartTime } from './chart-time.ts';

const shown = (text: string, timeframe: string, zone: string): string =>
  new Date(chartTime(Date.parse(text), timeframe, zone) * 1000).toISOString().slice(0, 16);

test('a candle stands at the local time of its open', () => {
  expect(shown('2026-07-15T00:55:00Z', 'M5', 'Asia/Tokyo')).toBe('2026-07-15T09:55');
  expect(shown('2026-07-15T00:55:00Z', 'M5', 'America/New_York')).toBe('2026-07-14T20:55');
});

test('the candle of a day stands under the date it is named after, in every zone traders live in', () => {
  for (const zone of ['Asia/Tokyo', 'UTC', 'Europe/London', 'America/New_York', 'Australia/Sydney'])
    for (const open of ['2026-01-18T22:00:00Z', '2026-07-12T21:00:00Z'])
      expect(new Date(chartTime(Date.parse(open), 'D1', zone) * 1000).getUTCDay()).toBe(1);
});

test('the candle of an instant is the last that opened at or before it', () => {
  const opens = [100, 200, 300];
  expect([99, 100, 199, 200, 1_000].map((at) => candleIndexAt(opens, at))).toEqual([-1, 0, 0, 1, 2]);
  expect(candleIndexAt([], 5)).toBe(-1);
});
