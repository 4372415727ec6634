/** What fired within a time, the oldest first, in pages by key: however many there are, a page is in memory. */
import type { StoredEvent } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './event-rows.ts';
import { Filter } from './filter.ts';
import { cleanText } from './value-types.ts';

const EVENTS_AT_ONCE = 1_000;

interface EventSpan {
  readonly from: EpochMs;
  /** Not included. */
  readonly to: EpochMs;
  readonly alert?: string | undefined;
  readonly instrument?: string | undefined;
}

export async function* eventsBetween(
  database: Database,
  { from, to, alert, instrument }: EventSpan,
): AsyncGenerator<readonly StoredEvent[]> {
  for (let after: readonly [at: number, id: number] = [from, 0]; ;) {
    const filter = new Filter()
      .and('(at, id) > (to_timestamp(?::float8 / 1000), ?::bigint)', ...after)
      .and('at < to_timestamp(?::float8 / 1000)', to);
    if (alert !== undefined) filter.and('alert = ?', cleanText(alert));
    if (instrument !== undefined) filter.and('instrument = ?', cleanText(instrument));
    const rows = await database.query<EventRow>(
      `select ${EVENT_COLUMNS} from events ${filter.where} order by at, id limit ${EVENTS_AT_ONCE}`,
      filter.values,
    );
    if (rows.length > 0) yield rows.map(toStoredEvent);
    const last = rows.at(-1);
    if (last === undefined || rows.length < EVENTS_AT_ONCE) return;
    after = [last.at, last.id];
  }
}
