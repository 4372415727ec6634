import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { EpochMs } from '../kernel/units.ts';
import { fxDayOf, fxMonthOf, fxWeekOf, isMarketOpen } from './fx-time.ts';
import { periodOf } from './periods.ts';
import { parseTimeframe, timeframe } from './timeframe.ts';
import { Zone } from './zone.ts';
import {
  aucklandTransitions,
  frankfurtTransitions,
  londonTransitions,
  newYorkTransitions,
  sydneyTransitions,
  tokyoTransitions,
} from './zone-transitions.ts';

const at = (iso: string) => Date.parse(iso) as EpochMs;
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const span = (period: { at: EpochMs; closesAt: EpochMs }) => `${iso(period.at)} ${iso(period.closesAt)}`;
const instants = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2050, 11, 30) });

describe('zone tables', () => {
  it.each([
    ['America/New_York', newYorkTransitions],
    ['Europe/London', londonTransitions],
    ['Asia/Tokyo', tokyoTransitions],
    ['Australia/Sydney', sydneyTransitions],
    ['Europe/Berlin', frankfurtTransitions],
    ['Pacific/Auckland', aucklandTransitions],
  ])('agree with the tz data of this machine: %s', (name, transitions) => {
    const zone = new Zone(transitions);
    const check = (instant: number) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
      expect(zone.offsetAt(instant)).toBe(zoned.offsetNanoseconds / 1e6);
    };
    fc.assert(fc.property(instants, check), { numRuns: 500 });
    for (const [minute] of transitions.slice(1)) [-1, 0, 1].forEach((ms) => check(minute * 60_000 + ms));
  });
});

describe('the FX day', () => {
  it.each([
    ['2026-03-06T12:00Z', '2026-03-05T22:00 2026-03-06T22:00'],
    ['2026-03-09T12:00Z', '2026-03-08T21:00 2026-03-09T21:00'],
    ['2026-10-26T20:59Z', '2026-10-25T21:00 2026-10-26T21:00'],
    ['2026-11-02T21:59Z', '2026-11-01T22:00 2026-11-02T22:00'],
    ['2026-11-02T22:00Z', '2026-11-02T22:00 2026-11-03T22:00'],
  ])('of %s is %s', (instant, expected) => {
    expect(span(fxDayOf(at(instant)))).toBe(expected);
  });

  it('has 24 hours whenever the market is open, in every week from 2000 to 2050', () => {
    fc.assert(
      fc.property(
        instants.filter((instant) => isMarketOpen(instant as EpochMs)),
        (instant) => {
          const day = fxDayOf(instant as EpochMs);
          expect(day.closesAt - day.at).toBe(86_400_000);
          expect(day.at <= instant && instant < day.closesAt).toBe(true);
        },
      ),
    );
  });
});

describe('the FX week', () => {
  it('opens on Sunday and closes on Friday at 17:00 New York', () => {
    expect(span(fxWeekOf(at('2014-05-07T00:00Z')))).toBe('2014-05-04T21:00 2014-05-09T21:00');
    expect(isMarketOpen(at('2014-05-04T20:59:59.999Z'))).toBe(false);
    expect(isMarketOpen(at('2014-05-04T21:00Z'))).toBe(true);
    expect(isMarketOpen(at('2014-05-09T20:59:59.999Z'))).toBe(true);
    expect(isMarketOpen(at('2014-05-09T21:00Z'))).toBe(false);
  });

  it('is the coming one for an instant of the weekend', () => {
    expect(span(fxWeekOf(at('2014-05-10T12:00Z')))).toBe('2014-05-11T21:00 2014-05-16T21:00');
    expect(span(fxWeekOf(at('2014-05-11T20:00Z')))).toBe('2014-05-11T21:00 2014-05-16T21:00');
  });
});

describe('the FX month', () => {
  it.each([
    // 1 June 2014 is a Sunday: May trades until Friday the 30th, June from Sunday evening.
    ['2014-05-15T00:00Z', '2014-04-30T21:00 2014-05-30T21:00'],
    ['2014-06-10T00:00Z', '2014-06-01T21:00 2014-06-30T21:00'],
    // 31 October 2026 is a Saturday; daylight saving ends on 1 November.
    ['2026-10-20T00:00Z', '2026-09-30T21:00 2026-10-30T21:00'],
    ['2026-11-03T00:00Z', '2026-11-01T22:00 2026-11-30T22:00'],
    ['2024-02-29T10:00Z', '2024-01-31T22:00 2024-02-29T22:00'],
  ])('of %s is %s', (instant, expected) => {
    expect(span(fxMonthOf(at(instant)))).toBe(expected);
  });
});

describe('periods', () => {
  it('count minutes from the start of the FX day', () => {
    const noon = at('2014-05-07T12:34:56Z');
    expect(span(periodOf(timeframe('M5'), noon))).toBe('2014-05-07T12:30 2014-05-07T12:35');
    expect(span(periodOf(timeframe('H1'), noon))).toBe('2014-05-07T12:00 2014-05-07T13:00');
    expect(span(periodOf(timeframe('H4'), noon))).toBe('2014-05-07T09:00 2014-05-07T13:00');
    expect(span(periodOf(timeframe('H4'), at('2014-01-07T12:34Z')))).toBe(
      '2014-01-07T10:00 2014-01-07T14:00',
    );
  });

  it('cut the last candle of a length that does not divide the day', () => {
    expect(span(periodOf(timeframe('M7'), at('2014-05-07T20:59Z')))).toBe(
      '2014-05-07T20:55 2014-05-07T21:00',
    );
  });

  it('contain the instant, neither overlap nor leave a hole', () => {
    const names = fc.constantFrom(
      'M1',
      'M5',
      'M7',
      'M15',
      'M30',
      'M45',
      'H1',
      'H4',
      'H12',
      'D1',
      'W1',
      'MN1',
    );
    fc.assert(
      fc.property(
        instants.filter((instant) => isMarketOpen(instant as EpochMs)),
        names,
        (instant, name) => {
          const frame = timeframe(name);
          const period = periodOf(frame, instant as EpochMs);
          expect(period.at <= instant && instant < period.closesAt).toBe(true);
          expect(periodOf(frame, period.at)).toEqual(period);
          expect(periodOf(frame, (period.closesAt - 1) as EpochMs)).toEqual(period);
          const next = isMarketOpen(period.closesAt) ? period.closesAt : fxWeekOf(period.closesAt).at;
          expect(periodOf(frame, next).at).toBe(next);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('timeframe names', () => {
  it('are canonical', () => {
    expect(parseTimeframe('m60')?.name).toBe('H1');
    expect(parseTimeframe('h4')?.minutes).toBe(240);
    expect(parseTimeframe('M45')?.name).toBe('M45');
    expect(['M0', 'M1440', 'H24', 'D2', '', 'M1.5', '__proto__'].map(parseTimeframe)).toEqual(
      Array(7).fill(null),
    );
  });
});
