import { expect, test } from 'vitest';
import { candleIndexAt, chartClock } from './chart-time.ts';

const shown = (text: string, timeframe: string, zone: string): string =>
  new Date(chartClock(timeframe, zone)(Date.parse(text)) * 1000).toISOString().slice(0, 16);

test('a candle stands at the local time of its open', () => {
  expect(shown('2026-07-15T00:55:00Z', 'M5', 'Asia/Tokyo')).toBe('2026-07-15T09:55');
  expect(shown('2026-07-15T00:55:00Z', 'M5', 'America/New_York')).toBe('2026-07-14T20:55');
});

test('the candle of a day stands under the date it is named after, in every zone traders live in', () => {
  for (const zone of ['Asia/Tokyo', 'UTC', 'Europe/London', 'America/New_York', 'Australia/Sydney'])
    for (const open of ['2026-01-18T22:00:00Z', '2026-07-12T21:00:00Z'])
      expect(new Date(chartClock('D1', zone)(Date.parse(open)) * 1000).getUTCDay()).toBe(1);
});

test('one clock is right before, on and after the day on which the zone changes', () => {
  const clock = chartClock('H1', 'America/New_York');
  const local = (text: string): string => new Date(clock(Date.parse(text)) * 1000).toISOString().slice(0, 16);
  expect(
    ['2026-03-07T12:00Z', '2026-03-08T06:00Z', '2026-03-08T08:00Z', '2026-03-09T12:00Z'].map(local),
  ).toEqual(['2026-03-07T07:00', '2026-03-08T01:00', '2026-03-08T04:00', '2026-03-09T08:00']);
});

test('the candle of an instant is the last that opened at or before it', () => {
  const opens = [100, 200, 300];
  expect([99, 100, 199, 200, 1_000].map((at) => candleIndexAt(opens, at))).toEqual([-1, 0, 0, 1, 2]);
  expect(candleIndexAt([], 5)).toBe(-1);
});
