/** Windows of the calendar against an independent implementation of time zones. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../kernel/units.ts';
import { DAY_MS } from './civil-date.ts';
import { CUTS, FIXES, ROLLOVER, windowAround } from './daily-moment.ts';
import { type DailyWindow, windowAt } from './daily-window.ts';
import { EVERY_DAY } from './day-rule.ts';
import { isDstMismatch } from './dst-mismatch.ts';
import { type Period, isMarketOpen } from './fx-time.ts';
import { SESSIONS, sessionWindow } from './session.ts';
import { ZONE_NAMES, type ZoneName, isZoneName } from './zones.ts';

const IANA: Readonly<Record<ZoneName, string>> = {
  auckland: 'Pacific/Auckland',
  sydney: 'Australia/Sydney',
  tokyo: 'Asia/Tokyo',
  frankfurt: 'Europe/Berlin',
  london: 'Europe/London',
  newyork: 'America/New_York',
  utc: 'UTC',
};
const at = (text: string) => Date.parse(text) as EpochMs;
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const localAt = (instant: number, zone: ZoneName) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(IANA[zone]);

/** Every window that begins in [from, to). */
function windowsBetween(window: DailyWindow, from: number, to: number): Period[] {
  const found: Period[] = [];
  for (let next = windowAt(window, from as EpochMs); next !== null && next.at < to;) {
    if (next.at >= from) found.push(next);
    next = windowAt(window, next.closesAt);
  }
  return found;
}

/** Instants from 2007 to 2037 at which the offset of a zone changes, found by bisection. */
function changesOf(zone: ZoneName): number[] {
  const offset = (instant: number) => localAt(instant, zone).offsetNanoseconds;
  const changes: number[] = [];
  // No zone changes twice in a week.
  for (let week = Date.UTC(2007, 0, 1); week < Date.UTC(2038, 0, 1); week += 7 * DAY_MS) {
    if (offset(week) === offset(week + 7 * DAY_MS)) continue;
    let [low, high] = [week, week + 7 * DAY_MS];
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

const everyChange = (['newyork', 'london', 'tokyo', 'sydney', 'frankfurt'] as const).flatMap(changesOf);

describe('sessions', () => {
  it('see every change of clocks from 2007 to 2037', () => {
    expect(changesOf('newyork')).toHaveLength(62);
    expect(changesOf('london')).toHaveLength(62);
    expect(changesOf('tokyo')).toEqual([]);
  });

  it.each(SESSIONS.map((session) => [session.name, session] as const))(
    '%s opens and closes on its own clock in the week around each change, without overlap or hole',
    (_, session) => {
      const { zone, opensMinute, closesMinute } = session;
      for (const change of everyChange) {
        const windows = windowsBetween(sessionWindow(session), change - 4 * DAY_MS, change + 4 * DAY_MS);
        expect(windows.length).toBeGreaterThanOrEqual(5);
        let last = -Infinity;
        for (const { at: opensAt, closesAt } of windows) {
          expect(opensAt).toBeGreaterThanOrEqual(last);
          last = closesAt;
          const opens = localAt(opensAt, zone);
          const closes = localAt(closesAt, zone);
          const isFirst = !isMarketOpen((opensAt - 1) as EpochMs);
          if (!isFirst) expect(opens.hour * 60 + opens.minute).toBe(opensMinute);
          expect(closes.hour * 60 + closes.minute).toBe(closesMinute);
          expect(opens.toPlainDate().equals(closes.toPlainDate())).toBe(true);
        }
      }
    },
  );

  it('hold exactly the open instants of a weekday between their hours', () => {
    const instants = fc.integer({ min: Date.UTC(2000, 0, 3), max: Date.UTC(2050, 11, 20) });
    fc.assert(
      fc.property(instants, fc.constantFrom(...SESSIONS), (instant, session) => {
        const local = localAt(instant, session.zone);
        const minute = local.hour * 60 + local.minute;
        const expected =
          local.dayOfWeek <= 5 &&
          minute >= session.opensMinute &&
          minute < session.closesMinute &&
          isMarketOpen(instant as EpochMs);
        const found = windowAt(sessionWindow(session), instant as EpochMs);
        expect(found !== null && found.at <= instant && instant < found.closesAt).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('come once on each weekday: 261 of a year', () => {
    for (const session of SESSIONS)
      expect(
        windowsBetween(sessionWindow(session), at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z')),
      ).toHaveLength(261);
  });

  it('of Sydney begin on Monday with the market, when that opens later', () => {
    const monday = windowAt(sessionWindow(SESSIONS[0]!), at('2026-01-04T12:00Z'))!;
    expect(iso(monday.at)).toBe('2026-01-04T22:00');
    expect(iso(monday.closesAt)).toBe('2026-01-05T05:00');
  });
});

describe('fixes, cuts and the rollover', () => {
  const exactly = (name: string, of: typeof FIXES) => {
    const found = of.find((moment) => moment.name === name);
    if (found === undefined) throw new Error(`no moment ${name}`);
    return windowAround(found, { beforeMs: 0, afterMs: 60_000 });
  };

  // protocols: the table of the week's moments in UTC through a year of changes.
  it.each([
    ['2026-03-06', '22:00', '15:00', '16:00', '13:10', '00:55'],
    ['2026-03-09', '21:00', '14:00', '16:00', '13:10', '00:55'],
    ['2026-03-30', '21:00', '14:00', '15:00', '12:10', '00:55'],
    ['2026-10-26', '21:00', '14:00', '16:00', '13:10', '00:55'],
    ['2026-11-02', '22:00', '15:00', '16:00', '13:10', '00:55'],
  ])('of %s are at roll %s, New York cut %s, London fix %s, ECB %s, Tokyo fix %s UTC', (date, ...times) => {
    const midnight = at(`${date}T00:00Z`);
    const first = (window: DailyWindow) => iso(windowAt(window, midnight)!.at).slice(11);
    const roll =
      new Date(midnight).getUTCDay() === 5
        ? times[0]
        : first(windowAround(ROLLOVER, { beforeMs: 0, afterMs: 60_000 }));
    expect([
      roll,
      first(exactly('newyork', CUTS)),
      first(exactly('london', FIXES)),
      first(exactly('ecb', FIXES)),
      first(exactly('tokyo', FIXES)),
    ]).toEqual(times);
  });

  it('are as long before and after as asked, in elapsed time', () => {
    const window = windowAround(FIXES[2]!, { beforeMs: 150_000, afterMs: 150_000 });
    const { at: from, closesAt } = windowAt(window, at('2026-07-01T12:00Z'))!;
    expect([new Date(from).toISOString(), new Date(closesAt).toISOString()]).toEqual([
      '2026-07-01T14:57:30.000Z',
      '2026-07-01T15:02:30.000Z',
    ]);
  });

  it('leave out the Tokyo fix on Japanese holidays', () => {
    // 3 to 6 May 2026: a Sunday and three holidays.
    expect(iso(windowAt(exactly('tokyo', FIXES), at('2026-05-02T00:00Z'))!.at)).toBe('2026-05-07T00:55');
  });

  it('never overlap, and follow each other within four days but over holidays', () => {
    for (const moment of [...FIXES, ...CUTS, ROLLOVER]) {
      const windows = windowsBetween(
        windowAround(moment, { beforeMs: 3_600_000, afterMs: 3_600_000 }),
        at('2007-01-01T00:00Z'),
        at('2038-01-01T00:00Z'),
      );
      expect(windows.length).toBeGreaterThan(200 * 31);
      windows.slice(1).forEach((window, i) => expect(window.at).toBeGreaterThanOrEqual(windows[i]!.closesAt));
    }
  });
});

describe('weeks in which New York and London are four hours apart', () => {
  it('are two or three in March and one in autumn, every year from 2007 to 2037', () => {
    for (let year = 2007; year <= 2037; year++) {
      const days: string[] = [];
      for (let day = Date.UTC(year, 0, 1) / DAY_MS; day < Date.UTC(year + 1, 0, 1) / DAY_MS; day++)
        if (isDstMismatch(day)) days.push(iso(day * DAY_MS).slice(5, 7));
      const spring = days.filter((month) => month === '03').length;
      expect([14, 21]).toContain(spring);
      expect(days.length - spring).toBe(7);
    }
  });

  it('of 2026 last from 8 to 28 March and from 25 to 31 October', () => {
    const days: string[] = [];
    for (let day = Date.UTC(2026, 0, 1) / DAY_MS; day < Date.UTC(2027, 0, 1) / DAY_MS; day++)
      if (isDstMismatch(day)) days.push(iso(day * DAY_MS).slice(5, 10));
    expect([days[0], days[20], days[21], days.at(-1)]).toEqual(['03-08', '03-28', '10-25', '10-31']);
  });
});

describe('zones', () => {
  it('are known by name, and by no other word', () => {
    expect(ZONE_NAMES.every(isZoneName)).toBe(true);
    expect(ZONE_NAMES.toSorted()).toEqual(Object.keys(IANA).toSorted());
    expect(['__proto__', 'constructor', 'Tokyo', ''].some(isZoneName)).toBe(false);
  });
});

describe('windows of a day', () => {
  it('of every day come five times a week, where the market is open', () => {
    const hour = {
      zone: 'utc',
      fromMinute: 600,
      toMinute: 660,
      beforeMs: 0,
      afterMs: 0,
      days: EVERY_DAY,
    } as const;
    expect(windowsBetween(hour, at('2026-06-01T00:00Z'), at('2026-06-29T00:00Z'))).toHaveLength(20);
  });

  it('that run over midnight belong to the day on which they begin', () => {
    const night: DailyWindow = {
      zone: 'london',
      fromMinute: 22 * 60,
      toMinute: 26 * 60,
      beforeMs: 0,
      afterMs: 0,
      days: { type: 'weekdays', weekdays: [3] },
    };
    const { at: from, closesAt } = windowAt(night, at('2026-07-01T23:30Z'))!;
    expect([iso(from), iso(closesAt)]).toEqual(['2026-07-01T21:00', '2026-07-02T01:00']);
  });

  it('are none when their days never come', () => {
    const never: DailyWindow = {
      zone: 'utc',
      fromMinute: 0,
      toMinute: 60,
      beforeMs: 0,
      afterMs: 0,
      days: { type: 'weekdays', weekdays: [6] },
    };
    expect(windowAt(never, at('2026-07-01T00:00Z'))).toBeNull();
  });
});
