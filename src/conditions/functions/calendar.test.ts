/** What may be said of the calendar, what it is taken for, and how its misuse is refused. */
import { describe, expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { checkCondition } from '../check.ts';
import { complete } from '../complete.ts';
import { hover } from '../hover.ts';
import { tellError } from '../sentences/tell-error.ts';

const context = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
} as const;

function checked(source: string) {
  const result = checkCondition(source, context);
  if (!result.ok) throw new Error(tellError(result.error).message);
  return result.value;
}

function messageOf(source: string): string {
  const result = checkCondition(source, context);
  if (result.ok) throw new Error(`accepted: ${source}`);
  return tellError(result.error).message;
}

describe('the canonical text', () => {
  test.each([
    ['SESSION(London)', 'session(london)'],
    ['session(tokyo, 09:00, 18:00)', 'session(tokyo)'],
    ['session(tokyo, 9:00, 15:00)', 'session(tokyo, 09:00, 15:00)'],
    ['session(london, 22:00, 02:00)', 'session(london, 22:00, 02:00)'],
    ['opens(week) or closes(newyork)', 'opens(week) or closes(newyork)'],
    ['fix(tokyo)', 'fix(tokyo, 5m)'],
    ['fix(london)', 'fix(london, 150s)'],
    ['fix(ecb, 90s, before)', 'fix(ecb, 90s, before)'],
    ['cut(newyork)', 'cut(newyork, 15m)'],
    ['rollover', 'rollover(10m)'],
    ['rollover(1h, after)', 'rollover(1h, after)'],
    ['holiday(newyork) or holiday(eur)', 'holiday(USD) or holiday(EUR)'],
    ['weekday(fri, mon, fri)', 'weekday(mon, fri)'],
    ['weekday(wed, tokyo)', 'weekday(wed, tokyo)'],
    ['time(17:00, 24:00, utc)', 'time(17:00, 24:00, utc)'],
    ['gotobi and not thin and not dst_mismatch', 'gotobi and not thin and not dst_mismatch'],
  ])('of %s is %s', (source, text) => {
    expect(checked(source).text).toBe(text);
    expect(checked(text)).toEqual(checked(source));
  });
});

test('the clock names what of the calendar can change the condition', () => {
  const { clock, kind, instruments } = checked('bid > 150 and session(tokyo) and not holiday(JPY)');
  expect(clock).toEqual({ ticks: ['USDJPY'], closes: [], calendar: ['session(tokyo)', 'holiday(JPY)'] });
  expect([kind, instruments]).toEqual(['state', ['USDJPY']]);
});

test('opens and closes are pulses; everything else of the calendar lasts', () => {
  expect(checked('opens(london)').kind).toBe('pulse');
  expect(checked('opens(london) and close@D1 > 150').kind).toBe('pulse');
  expect(checked('session(london) for 1h').kind).toBe('state');
  expect(checked('closes(tokyo) within 3 bars@M15').kind).toBe('state');
  expect(messageOf('not opens(london)')).toBe(
    '"not" needs something that lasts, but "opens(london)" is true only at the moment it happens: use "session", or say "within" how long after it counts',
  );
});

describe('misuse is told at its place', () => {
  test.each([
    [
      'session(londn)',
      'expected a session, found "londn": one of sydney, tokyo, london, newyork — did you mean "london"?',
    ],
    ['session', 'expected session(tokyo) or session(tokyo, 09:00, 15:00), found "session"'],
    [
      'session(tokyo, 09:00)',
      'expected an end after "09:00", such as session(tokyo) or session(tokyo, 09:00, 15:00)',
    ],
    ['session(tokyo, 09:00, 25:00)', 'expected a time of day such as 09:00, found "25:00"'],
    ['session(tokyo, 09:75, 10:00)', 'expected a time of day such as 09:00, found "09:75"'],
    ['session(tokyo, 9, 15)', 'expected a time of day such as 09:00, found "9"'],
    ['time(09:00, 09:00, tokyo)', '"09:00, 09:00" begins where it ends'],
    ['time(00:00, 24:00, tokyo)', '"00:00, 24:00" begins where it ends'],
    ['time(09:00, 17:00)', 'expected time(09:00, 17:00, tokyo), found "time(09:00, 17:00)"'],
    [
      'time(09:00, 17:00, osaka)',
      'expected a clock such as tokyo, found "osaka": one of auckland, sydney, tokyo, frankfurt, london, newyork, utc',
    ],
    ['fix(paris)', 'expected a fix, found "paris": one of tokyo, ecb, london'],
    ['fix(tokyo, 5)', 'expected a duration such as 5m, found "5"'],
    ['fix(tokyo, 7h)', '"7h" is not between 1 ms and 6h'],
    ['fix(tokyo, 5m, around)', 'expected a side, found "around": one of before, after'],
    ['holiday(XAU)', 'expected a currency, found "XAU": one of USD, EUR, JPY, GBP, CHF, CAD, AUD, NZD'],
    [
      'holiday(usf)',
      'expected a currency, found "usf": one of USD, EUR, JPY, GBP, CHF, CAD, AUD, NZD — did you mean "USD"?',
    ],
    ['weekday(sat)', 'expected a weekday, found "sat": one of mon, tue, wed, thu, fri'],
    ['gotobi(5)', 'expected gotobi, found "5" too many'],
    ['gotobi > 1', '"gotobi" is true or false by itself: it is not compared'],
    [
      'EURUSD:session(tokyo)',
      '"session" names its instruments in parentheses: session(london [, 08:00, 17:00]), not "EURUSD:session(tokyo)"',
    ],
    ['news(USD, high, 30m)', '"news" is not available yet'],
    ['session(__proto__)', 'expected a session, found "__proto__": one of sydney, tokyo, london, newyork'],
    [
      'time(09:00, 17:00, constructor)',
      'expected a clock such as tokyo, found "constructor": one of auckland, sydney, tokyo, frankfurt, london, newyork, utc',
    ],
  ])('%s', (source, message) => {
    expect(messageOf(source)).toBe(message);
  });

  test('bars around the calendar alone are of the alert’s instrument, and need one', () => {
    const source = 'session(tokyo) within 3 bars@M5';
    expect(checked(source).clock.closes.map(({ instrument }) => instrument)).toEqual(['USDJPY']);
    const result = checkCondition(source, { ...context, defaultInstrument: null });
    expect(result.ok ? '' : tellError(result.error).message).toBe(
      '"3 bars@M5" needs an instrument: what is before it reads none',
    );
  });
});

describe('the editor', () => {
  test('offers the words a call takes', () => {
    const offered = (source: string) =>
      complete(source, source.length, context).options.map(({ insert }) => insert);
    expect(offered('session(')).toEqual(['sydney', 'tokyo', 'london', 'newyork']);
    expect(offered('not holiday(')).toContain('JPY');
    expect(offered('')).toEqual(expect.arrayContaining(['session', 'gotobi', 'fix', 'time', 'dst_mismatch']));
  });

  test('says what a name of the calendar means, in both languages', () => {
    const shown = hover('bid > 1 and gotobi', 14);
    expect(shown?.title).toBe('gotobi');
    expect(shown?.text.ja).toContain('五十日');
  });
});

describe('gaps and round prices', () => {
  test.each([
    ['gap > 20 pips', 'gap > 20 pips'],
    ['gap_opened(20 pips)', 'gap_opened(20 pips)'],
    ['EURUSD:gap_opened(1.5 pips, lower)', 'EURUSD:gap_opened(1.5 pips, lower)'],
    ['gap_filled', 'gap_filled'],
    ['round_distance(bid) < 3 pips', 'round_distance(bid, 50 pips) < 3 pips'],
    ['round_distance(close, 100 pips)@H1 < 3 pips', 'round_distance(close@H1, 100 pips) < 3 pips'],
  ])('%s is %s', (source, text) => {
    expect(checked(source).text).toBe(text);
    expect(checked(text)).toEqual(checked(source));
  });

  test.each([
    ['gap_opened', 'expected gap_opened(20 pips), found "gap_opened"'],
    ['gap_opened(20)', 'expected an amount such as 20 pips, found "20"'],
    ['gap_opened(20 pips, left)', 'expected a direction, found "left": one of higher, lower'],
    ['round_distance(rsi(14)@H1) < 1', 'expected a price such as bid or close@H1, found "rsi(14)@H1"'],
    ['round_number(50) < 1', 'unknown indicator "round_number" — did you mean "round_distance"?'],
    ['gap@H1 > 1 pip', '"gap" is not on candles: "H1" is misplaced'],
  ])('%s is refused', (source, message) => {
    expect(messageOf(source)).toBe(message);
  });
});
