import { describe, expect, test } from 'vitest';
import {
  formatExact,
  formatDayMinute,
  fromLocalInput,
  toLocalInput,
  zoneName,
  zoneOffsetMs,
} from './time.ts';

const HOUR = 3_600_000;

describe('instants for people', () => {
  test('are exact to the millisecond and name their zone', () => {
    const at = Date.parse('2026-11-24T00:55:00.123Z');
    expect(formatExact(at, 'Asia/Tokyo')).toBe('2026-11-24 09:55:00.123 JST');
    expect(formatExact(at, 'UTC')).toBe('2026-11-24 00:55:00.123 UTC');
    expect(formatDayMinute(at, 'Asia/Tokyo')).toBe('11-24 09:55');
  });
  test('midnight is 00, not 24', () => {
    expect(formatDayMinute(Date.parse('2026-01-01T15:00:00Z'), 'Asia/Tokyo')).toBe('01-02 00:00');
  });
  test('the name of a zone follows daylight saving', () => {
    expect(zoneName('America/New_York', Date.parse('2026-01-10T12:00:00Z'))).toBe('EST');
    expect(zoneName('America/New_York', Date.parse('2026-07-10T12:00:00Z'))).toBe('EDT');
  });
  test('offsets follow daylight saving', () => {
    expect(zoneOffsetMs(Date.parse('2026-01-10T12:00:00.500Z'), 'America/New_York')).toBe(-5 * HOUR);
    expect(zoneOffsetMs(Date.parse('2026-07-10T12:00:00.500Z'), 'America/New_York')).toBe(-4 * HOUR);
    expect(zoneOffsetMs(Date.parse('2026-07-10T12:00:00Z'), 'Asia/Tokyo')).toBe(9 * HOUR);
  });
});

describe('date inputs', () => {
  test('give back the instant they were filled with, on both sides of a clock change', () => {
    for (const text of [
      '2026-03-08T04:00:00Z',
      '2026-03-08T20:00:00Z',
      '2026-11-01T12:00:00Z',
      '2026-06-30T23:59:00Z',
    ]) {
      const at = Date.parse(text);
      for (const zone of ['America/New_York', 'Europe/London', 'Asia/Tokyo', 'UTC'])
        expect(fromLocalInput(toLocalInput(at, zone), zone)).toBe(at);
    }
  });
  test('an hour that happens twice means its first', () => {
    expect(fromLocalInput('2026-11-01T01:30', 'America/New_York')).toBe(Date.parse('2026-11-01T05:30:00Z'));
  });
  test('an empty input is no instant', () => {
    expect(fromLocalInput('', 'UTC')).toBeNull();
  });
});
