/** Source texts of what the calendar says: states, and the steps at which sessions open and close. */
import fc from 'fast-check';
import { CENTRES } from '../../src/market/centre.ts';
import { ZONE_NAMES } from '../../src/market/zones.ts';

const session = fc.constantFrom('sydney', 'tokyo', 'london', 'newyork');
const clock = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${Math.floor(quarter / 4)}:${String((quarter % 4) * 15).padStart(2, '0')}`);
const hours = fc
  .tuple(clock, clock)
  .filter(([from, to]) => from !== to)
  .map((times) => times.join(', '));
const around = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('', ', before', ', after'))
  .map(([minutes, side]) => `${minutes}m${side}`);
const weekdays = fc
  .subarray(['mon', 'tue', 'wed', 'thu', 'fri'], { minLength: 1 })
  .map((days) => days.join(', '));
const zone = fc.constantFrom(...ZONE_NAMES);

/** A session by name, or by hours of its own. */
const sessionCalls = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    session.map((of) => `${name}(${of})`),
    fc.tuple(session, hours).map(([of, own]) => `${name}(${of}, ${own})`),
  );

export const calendarStates: fc.Arbitrary<string> = fc.oneof(
  sessionCalls('session'),
  fc.tuple(hours, zone).map(([own, of]) => `time(${own}, ${of})`),
  fc.tuple(fc.constantFrom('tokyo', 'ecb', 'london'), around).map((parts) => `fix(${parts.join(', ')})`),
  fc.tuple(fc.constantFrom('tokyo', 'newyork'), around).map((parts) => `cut(${parts.join(', ')})`),
  around.map((length) => `rollover(${length})`),
  fc.constantFrom(...CENTRES).map((centre) => `holiday(${centre})`),
  fc.constantFrom('gotobi', 'thin', 'dst_mismatch'),
  fc
    .tuple(weekdays, fc.option(zone, { nil: null }))
    .map(([days, of]) => `weekday(${days}${of === null ? '' : `, ${of}`})`),
);

const tenths = fc.integer({ min: 1, max: 200 }).map((value) => `${value / 10} pips`);

/** The weekend gap, and round prices. */
export const gapStates = (prices: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(tenths, fc.constantFrom('', ', higher', ', lower'))
      .map((parts) => `gap_opened(${parts.join('')})`),
    tenths.map((least) => `gap_filled(${least})`),
    fc.constant('gap_filled'),
    tenths.map((least) => `gap > ${least}`),
    fc
      .tuple(prices, fc.constantFrom('', ', 10 pips', ', 7.5 pips'), tenths)
      .map(([price, step, least]) => `round_distance(${price}${step}) < ${least}`),
  );

export const calendarPulses: fc.Arbitrary<string> = fc.oneof(
  sessionCalls('opens'),
  sessionCalls('closes'),
  fc.constantFrom('opens(week)', 'closes(week)'),
);

/** Of the last closed sessions, or of the one in progress. */
function sessionOperands(names: readonly string[], live: boolean): fc.Arbitrary<string> {
  const calls = fc.constantFrom(...names).chain(sessionCalls);
  const forming = live ? fc.constantFrom('', '', ' live') : fc.constant('');
  return fc.tuple(calls, forming, fc.constantFrom('', '', '[1]', '[2]')).map((parts) => parts.join(''));
}

export const sessionPrices = (live: boolean): fc.Arbitrary<string> =>
  sessionOperands(['session_open', 'session_high', 'session_low', 'session_close'], live);

export const sessionRanges = (live: boolean): fc.Arbitrary<string> =>
  sessionOperands(['session_range'], live);
