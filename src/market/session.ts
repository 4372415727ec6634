/**
 * Trading sessions: hours of a centre's own clock, Monday to Friday by its own date. No body defines them; these are the usual ones. A condition
 * may name other hours of the same clock: `session(tokyo, 09:00, 15:00)`.
 */
import type { DailyWindow } from './daily-window.ts';
import { MONDAY_TO_FRIDAY } from './day-rule.ts';
import type { ZoneName } from './zones.ts';

export interface Session {
  readonly name: string;
  readonly zone: ZoneName;
  /** Minutes after local midnight; a session that ends past midnight has more than 1,440. */
  readonly opensMinute: number;
  readonly closesMinute: number;
}

const HOUR = 60;

export const SESSIONS: readonly Session[] = [
  { name: 'sydney', zone: 'sydney', opensMinute: 7 * HOUR, closesMinute: 16 * HOUR },
  { name: 'tokyo', zone: 'tokyo', opensMinute: 9 * HOUR, closesMinute: 18 * HOUR },
  { name: 'london', zone: 'london', opensMinute: 8 * HOUR, closesMinute: 17 * HOUR },
  { name: 'newyork', zone: 'newyork', opensMinute: 8 * HOUR, closesMinute: 17 * HOUR },
];

export function sessionWindow({ zone, opensMinute, closesMinute }: Omit<Session, 'name'>): DailyWindow {
  return {
    zone,
    fromMinute: opensMinute,
    toMinute: closesMinute,
    beforeMs: 0,
    afterMs: 0,
    days: MONDAY_TO_FRIDAY,
  };
}
