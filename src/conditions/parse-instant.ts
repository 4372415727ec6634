/** A date, with a time and a zone where they are said: `2026-01-02`, `2026-01-02 10:00`, `2026-01-02 10:00 tokyo`. */
import { ZONE_NAMES, ZONES } from '../market/zones.ts';
import type { ArgumentNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, excerpt } from './fault.ts';

/** A date is next. Midnight and UTC are what goes unsaid. */
export function parseInstant(cursor: Cursor): ArgumentNode {
  const date = cursor.next();
  const day = date.kind === 'date' ? date.value : NaN;
  if (Number.isNaN(day))
    throw new ConditionFault('syntax', date, { key: 'dayUnknown', text: excerpt(cursor.source, date) });
  const time = cursor.token;
  const minutes = time.kind === 'time' ? time.value : 0;
  if (time.kind === 'time') {
    if (minutes >= 1_440 || Number(time.text.slice(-2)) > 59)
      throw new ConditionFault('syntax', time, { key: 'timeUnknown', text: excerpt(cursor.source, time) });
    cursor.next();
  }
  const zone = cursor.acceptOneOf(ZONE_NAMES) ?? 'utc';
  if (cursor.token.kind === 'word') cursor.refuse({ key: 'clockOrEnd', clocks: ZONE_NAMES }, ZONE_NAMES);
  const localMs = day + minutes * 60_000;
  const at = ZONES[zone].instantOf(localMs);
  return cursor.node({ type: 'instant', localMs, zone, at, from: date.from, to: cursor.taken });
}
