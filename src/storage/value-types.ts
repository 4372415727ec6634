/**
 * How values travel, the same for both databases: every value goes out as PostgreSQL's text, and the types that the two drivers read
 * differently are read by one list of parsers. Sessions run in UTC with ISO dates.
 */
import type { SqlValue } from './database.ts';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

export const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseInt8,
  [TIMESTAMPTZ]: parseInstant,
};

/** The text PostgreSQL reads `value` from. */
export function encodeValue(value: SqlValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'object') return encodeArray(value);
  return String(value);
}

function encodeArray(values: readonly (string | null)[] | readonly number[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    if (typeof value === 'string') text += `"${value.replace(/[\\"]/g, '\\$&')}"`;
    else text += value === null ? 'null' : String(value);
  }
  return text + '}';
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond the safe integers: ${text}`);
  return value;
}

/** `2014-05-05 07:00:00.123+00` to milliseconds; digits beyond them are cut. */
export function parseInstant(text: string): number {
  const match = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (match === null) throw new RangeError(`not a UTC timestamp of the session's format: "${text}"`);
  const [, year, month, day, hour, minute, second, fraction] = match;
  const ms = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
}

/**
 * JSON that `jsonb` always takes: NUL and lone surrogates, which PostgreSQL refuses, become U+FFFD. One poisoned text must never
 * stop a whole batch.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\u')) return text;
  return text.replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|[^])/g, (escape, code: string) =>
    code.length === 5 ? '\\ufffd' : escape,
  );
}

/** The same for a text outside JSON. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}
