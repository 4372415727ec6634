/** Lengths: `15m`, `1.5h`, `3 bars`, `3 bars@M15`, and the timeframe after `@`. */
import { parseTimeframe, STANDARD_TIMEFRAMES } from '../market/timeframe.ts';
import type { BarsNode, Name, WindowNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, excerpt, type Span, unexpected } from './fault.ts';
import { unitMsOf } from './lexer.ts';
import { MAX_DURATION_MS, MAX_LOOK_BACK_CANDLES } from './limits.ts';
import type { Expected } from './sentences/faults.ts';
import { BAR_WORDS } from './vocabulary.ts';

/** What fits where a length stands, and the words that may follow its number. */
interface Length {
  readonly expected: Expected;
  readonly units: readonly string[];
}

const DURATION: Length = { expected: { key: 'duration' }, units: ['s', 'm', 'h', 'd'] };
const WINDOW: Length = { expected: { key: 'window' }, units: [...DURATION.units, 'bars'] };

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
export function parseDuration(cursor: Cursor, { expected, units }: Length = DURATION): number {
  const token = cursor.token;
  if (token.kind === 'duration') {
    cursor.next();
    return checkedDuration(cursor, token, token.value);
  }
  if (token.kind !== 'number') return cursor.refuse(expected);
  cursor.next();
  for (const unit of units) if (isLength(token.value, unit)) cursor.want({ type: 'word', text: unit });
  const unit = cursor.token;
  if (unit.kind !== 'word') return cursor.refuse({ key: 'unit', number: token.text, units });
  const span = { from: token.from, to: unit.to };
  const unitMs = unitMsOf(unit.text);
  if (unitMs === null) {
    const said = unexpected(cursor.source, span, expected);
    throw new ConditionFault('syntax', span, said, spelledDuration(token.value, unit.text));
  }
  cursor.next();
  return checkedDuration(cursor, span, token.value * unitMs);
}

export function parseBars(cursor: Cursor): BarsNode {
  const count = cursor.token;
  if (count.kind !== 'number') return cursor.refuse({ key: 'bars' });
  cursor.next();
  if (!Number.isInteger(count.value) || count.value < 1)
    throw new ConditionFault('syntax', count, unexpected(cursor.source, count, { key: 'wholeBars' }));
  if (count.value > MAX_LOOK_BACK_CANDLES) throw tooFarBack(count, count.text);
  if (cursor.acceptOneOf(BAR_WORDS) === null)
    cursor.refuse({ key: 'barsAfter', number: count.text }, BAR_WORDS);
  const timeframe = cursor.acceptSymbol('@') ? parseTimeframeName(cursor) : null;
  return cursor.node({ type: 'bars', count: count.value, timeframe, from: count.from, to: cursor.taken });
}

/** What follows `@`. */
export function parseTimeframeName(cursor: Cursor): Name {
  cursor.want({ type: 'timeframe' });
  const token = cursor.token;
  if (token.kind !== 'word' && token.kind !== 'duration')
    return cursor.refuse({ key: 'timeframe', known: STANDARD_TIMEFRAMES });
  const timeframe = token.kind === 'word' ? parseTimeframe(token.text) : null;
  if (timeframe === null)
    throw new ConditionFault(
      'unknown-name',
      token,
      { key: 'timeframeUnknown', name: excerpt(cursor.source, token), known: STANDARD_TIMEFRAMES },
      meantTimeframe(token.text.toUpperCase()),
    );
  cursor.next();
  return { text: timeframe.name, from: token.from, to: token.to };
}

export function tooFarBack(span: Span, text: string): ConditionFault {
  return new ConditionFault('limit', span, { key: 'tooFarBack', text, most: MAX_LOOK_BACK_CANDLES });
}

function checkedDuration(cursor: Cursor, span: Span, value: number): number {
  const ms = wholeMs(value);
  if (ms === null)
    throw new ConditionFault('syntax', span, unexpected(cursor.source, span, { key: 'wholeDuration' }));
  if (ms > MAX_DURATION_MS) {
    const text = excerpt(cursor.source, span);
    throw new ConditionFault('limit', span, { key: 'durationTooLong', text, most: '366d' });
  }
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
