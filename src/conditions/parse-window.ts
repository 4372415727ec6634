/** Lengths: `15m`, `1.5h`, `3 bars`, `3 bars@M15`, and the timeframe after `@`. */
import { parseTimeframe, STANDARD_TIMEFRAMES } from '../market/timeframe.ts';
import type { BarsNode, Name, WindowNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, quote, type Span } from './fault.ts';
import { unitMsOf } from './lexer.ts';
import { MAX_DURATION_MS, MAX_LOOK_BACK_CANDLES } from './limits.ts';
import { BAR_WORDS } from './vocabulary.ts';

/** What fits where a length stands, and the words that may follow its number. */
interface Expectation {
  readonly text: string;
  readonly units: readonly string[];
}

const DURATION: Expectation = {
  text: 'a duration such as 30s, 15m, 4h or 2d',
  units: ['s', 'm', 'h', 'd'],
};
const WINDOW: Expectation = {
  text: `${DURATION.text}, or a number of bars such as 8 bars`,
  units: [...DURATION.units, 'bars'],
};

/** `in 15m`, `within 8 bars`. */
export function parseWindow(cursor: Cursor): WindowNode {
  const { token } = cursor;
  const following = cursor.ahead(1);
  const isBars = token.kind === 'number' && following.kind === 'word' && BAR_WORDS.includes(following.text);
  if (isBars) return parseBars(cursor);
  const ms = parseDuration(cursor, WINDOW);
  return cursor.node({ type: 'duration', ms, from: token.from, to: cursor.taken });
}

/** A duration in whole milliseconds, more than zero. */
export function parseDuration(cursor: Cursor, expected: Expectation = DURATION): number {
  const token = cursor.token;
  if (token.kind === 'duration') {
    cursor.next();
    return checkedDuration(cursor, token, token.value);
  }
  if (token.kind !== 'number') return cursor.refuse(expected.text);
  cursor.next();
  for (const unit of expected.units)
    if (isLength(token.value, unit)) cursor.want({ type: 'word', text: unit });
  const unit = cursor.token;
  if (unit.kind !== 'word') return cursor.refuse(`a unit after ${token.text} (${expected.units.join(', ')})`);
  const span = { from: token.from, to: unit.to };
  const unitMs = unitMsOf(unit.text);
  if (unitMs === null) {
    const message = `expected ${expected.text}, found ${quote(cursor.source, span)}`;
    throw new ConditionFault('syntax', span, message, spelledDuration(token.value, unit.text));
  }
  cursor.next();
  return checkedDuration(cursor, span, token.value * unitMs);
}

export function parseBars(cursor: Cursor): BarsNode {
  const count = cursor.token;
  if (count.kind !== 'number') return cursor.refuse('a number of bars such as 3 bars');
  cursor.next();
  if (!Number.isInteger(count.value) || count.value < 1) {
    const message = `expected a whole number of bars from 1, found "${count.text}"`;
    throw new ConditionFault('syntax', count, message);
  }
  if (count.value > MAX_LOOK_BACK_CANDLES) throw tooFarBack(count, count.text);
  if (cursor.acceptOneOf(BAR_WORDS) === null) cursor.refuse(`"bars" after ${count.text}`, BAR_WORDS);
  const timeframe = cursor.acceptSymbol('@') ? parseTimeframeName(cursor) : null;
  return cursor.node({ type: 'bars', count: count.value, timeframe, from: count.from, to: cursor.taken });
}

/** What follows `@`. */
export function parseTimeframeName(cursor: Cursor): Name {
  cursor.want({ type: 'timeframe' });
  const token = cursor.token;
  if (token.kind !== 'word' && token.kind !== 'duration')
    return cursor.refuse(`a timeframe after "@" such as ${STANDARD_TIMEFRAMES.join(', ')}`);
  const timeframe = token.kind === 'word' ? parseTimeframe(token.text) : null;
  if (timeframe === null)
    throw new ConditionFault(
      'unknown-name',
      token,
      `unknown timeframe ${quote(cursor.source, token)}: expected one such as ${STANDARD_TIMEFRAMES.join(', ')}`,
      meantTimeframe(token.text.toUpperCase()),
    );
  cursor.next();
  return { text: timeframe.name, from: token.from, to: token.to };
}

export function tooFarBack(span: Span, text: string): ConditionFault {
  return new ConditionFault(
    'limit',
    span,
    `"${text}" is too far back: at most ${MAX_LOOK_BACK_CANDLES} candles`,
  );
}

function checkedDuration(cursor: Cursor, span: Span, value: number): number {
  const ms = wholeMs(value);
  if (ms === null) {
    const found = quote(cursor.source, span);
    const message = `expected a duration of at least a millisecond, in whole ones, found ${found}`;
    throw new ConditionFault('syntax', span, message);
  }
  if (ms > MAX_DURATION_MS)
    throw new ConditionFault('limit', span, `${quote(cursor.source, span)} is too long: at most 366d`);
  return ms;
}

/** From 1 on; what decimals such as 1.1s miss by rounding is forgiven. */
function wholeMs(value: number): number | null {
  const ms = Math.round(value);
  return ms < 1 || Math.abs(value - ms) > 1e-6 + ms * 1e-12 ? null : ms;
}

/** Whether the number makes a valid length with the unit. */
function isLength(value: number, unit: string): boolean {
  const unitMs = unitMsOf(unit);
  if (unitMs === null) return Number.isInteger(value) && value >= 1 && value <= MAX_LOOK_BACK_CANDLES;
  const ms = wholeMs(value * unitMs);
  return ms !== null && ms <= MAX_DURATION_MS;
}

/** `1H`, `DAILY` … of other platforms; plain letters for whole days and longer. */
const MEANT_TIMEFRAMES: Readonly<Record<string, string>> = {
  D: 'D1',
  DAILY: 'D1',
  DAY: 'D1',
  W: 'W1',
  WEEKLY: 'W1',
  WEEK: 'W1',
  M: 'MN1',
  MN: 'MN1',
  MO: 'MN1',
  MONTHLY: 'MN1',
  MONTH: 'MN1',
  H: 'H1',
  HOURLY: 'H1',
  H24: 'D1',
  M1440: 'D1',
};

function meantTimeframe(text: string): string | null {
  const known = Object.hasOwn(MEANT_TIMEFRAMES, text) ? MEANT_TIMEFRAMES[text] : undefined;
  if (known !== undefined) return known;
  const swapped = /^(\d{1,4})([A-Z]{1,2})$/.exec(text);
  return swapped === null ? null : (parseTimeframe(`${swapped[2]}${swapped[1]}`)?.name ?? null);
}

/** Units people write out, as the shortest duration that says the same. */
const SPELLED: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  ms: [0.001, 's'],
  sec: [1, 's'],
  secs: [1, 's'],
  second: [1, 's'],
  seconds: [1, 's'],
  min: [1, 'm'],
  mins: [1, 'm'],
  minute: [1, 'm'],
  minutes: [1, 'm'],
  hr: [1, 'h'],
  hrs: [1, 'h'],
  hour: [1, 'h'],
  hours: [1, 'h'],
  day: [1, 'd'],
  days: [1, 'd'],
  w: [7, 'd'],
  week: [7, 'd'],
  weeks: [7, 'd'],
};

function spelledDuration(value: number, word: string): string | null {
  const spelled = Object.hasOwn(SPELLED, word) ? SPELLED[word] : undefined;
  return spelled === undefined ? null : `${value * spelled[0]}${spelled[1]}`;
}
