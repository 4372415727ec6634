/**
 * Trading sessions: hours of a centre's own clock, Monday to Friday by its own date. No body defines them; these are the usual ones. A condition
 * may name other hours of the same clock: `session(tokyo, 09:00, 15:00)`.
 */
import type { DailyWindow } from './daily-window.ts';
import { MONDAY_TO_FRIDAY } from './day-rule.ts';
import { type ZoneName, isZoneName } from './zones.ts';

export interface SessionHours {
  readonly zone: ZoneName;
  /** Minutes after local midnight; a session that ends past midnight has more than 1,440. */
  readonly opensMinute: number;
  readonly closesMinute: number;
}

export interface Session extends SessionHours {
  readonly name: string;
}

const HOUR = 60;

export const SESSIONS: readonly Session[] = [
  { name: 'sydney', zone: 'sydney', opensMinute: 7 * HOUR, closesMinute: 16 * HOUR },
  { name: 'tokyo', zone: 'tokyo', opensMinute: 9 * HOUR, closesMinute: 18 * HOUR },
  { name: 'london', zone: 'london', opensMinute: 8 * HOUR, closesMinute: 17 * HOUR },
  { name: 'newyork', zone: 'newyork', opensMinute: 8 * HOUR, closesMinute: 17 * HOUR },
];

export function sessionWindow({ zone, opensMinute, closesMinute }: SessionHours): DailyWindow {
  return {
    zone,
    fromMinute: opensMinute,
    toMinute: closesMinute,
    beforeMs: 0,
    afterMs: 0,
    days: MONDAY_TO_FRIDAY,
  };
}

/** `tokyo 09:00-18:00`; hours past midnight go on counting: `london 22:00-26:00`. */
export function sessionName({ zone, opensMinute, closesMinute }: SessionHours): string {
  return `${zone} ${clockText(opensMinute)}-${clockText(closesMinute)}`;
}

/** Null when the name is none of a session. */
export function parseSessionHours(name: string): SessionHours | null {
  const match = /^([a-z]+) (\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(name);
  const zone = match?.[1] ?? '';
  if (match === null || !isZoneName(zone)) return null;
  const [opensHour, opens, closesHour, closes] = match.slice(2).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { zone, opensMinute: opensHour * HOUR + opens, closesMinute: closesHour * HOUR + closes };
}

/** `09:55` */
export function clockText(minute: number): string {
  return `${twoDigits(Math.floor(minute / HOUR))}:${twoDigits(minute % HOUR)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
