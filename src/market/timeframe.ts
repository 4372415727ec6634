/**
 * Timeframes: any number of minutes below a day, D1, W1, MN1.
 *
 * The FX day runs from 17:00 New York to 17:00 New York. Minutes are counted from the start of the FX day, so an H4 candle
 * opens at 17, 21, 01, 05, 09 and 13 o'clock New York, as on MetaTrader, OANDA and TradingView (docs/decisions/0003). For
 * lengths that divide an hour this is the same as counting from UTC midnight. A last candle that would run over the end of the
 * day ends with it.
 * W1 runs from Sunday 17:00 to Friday 17:00; MN1 covers the FX days whose closing date is in the month. No candle ends while the
 * market is closed: an end inside a weekend is moved to Friday 17:00.
 *
 * The candles of a session are its own kind, named by clock and hours (`tokyo 09:00-18:00`); conditions speak of them as
 * `session_high(tokyo)`, so they are no timeframe that a trader writes.
 */
import { type SessionHours, parseSessionHours } from './session.ts';

export type Timeframe =
  | {
      readonly name: string;
      readonly unit: 'session';
      readonly minutes: number;
      readonly hours: SessionHours;
    }
  | { readonly name: string; readonly unit: 'minute'; readonly minutes: number }
  | { readonly name: 'D1' | 'W1' | 'MN1'; readonly unit: 'day' | 'week' | 'month'; readonly minutes: number };

const LONG: Readonly<Record<string, Timeframe>> = {
  D1: { name: 'D1', unit: 'day', minutes: 1_440 },
  W1: { name: 'W1', unit: 'week', minutes: 7_200 },
  MN1: { name: 'MN1', unit: 'month', minutes: 31_680 },
};

export const STANDARD_TIMEFRAMES: readonly string[] = [
  'M1',
  'M5',
  'M15',
  'M30',
  'H1',
  'H4',
  'D1',
  'W1',
  'MN1',
];

/** `M15`, `h4`, `M60` (which is `H1`); null when it is none. */
export function parseTimeframe(text: string): Timeframe | null {
  const name = text.toUpperCase();
  const long = LONG[name];
  if (long !== undefined) return long;
  const match = /^([MH])([1-9]\d{0,3})$/.exec(name);
  if (match === null) return null;
  const minutes = Number(match[2]) * (match[1] === 'H' ? 60 : 1);
  if (minutes >= 1_440) return null;
  return { name: minutes % 60 === 0 ? `H${minutes / 60}` : `M${minutes}`, unit: 'minute', minutes };
}

/** For names that were checked before; those of sessions, too. */
export function timeframe(name: string): Timeframe {
  const found = parseTimeframe(name) ?? sessionTimeframe(name);
  if (found === null) throw new RangeError(`not a timeframe: "${name}"`);
  return found;
}

function sessionTimeframe(name: string): Timeframe | null {
  const hours = parseSessionHours(name);
  if (hours === null) return null;
  return { name, unit: 'session', minutes: hours.closesMinute - hours.opensMinute, hours };
}
