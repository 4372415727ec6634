/** Reading of what fired, newest market time first. */
import type { EventLog, Page, StoredEvent } from '../alerts/ports.ts';
import { decodeRowCursor, isRowId, toPage } from './cursor.ts';
import type { Database } from './database.ts';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './event-rows.ts';
import { Filter } from './filter.ts';
import { cleanText } from './value-types.ts';

export class SqlEventLog implements EventLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(id: string): Promise<StoredEvent | null> {
    if (!isRowId(id)) return null;
    const rows = await this.#database.query<EventRow>(`select ${EVENT_COLUMNS} from events where id = $1`, [
      id,
    ]);
    return rows[0] === undefined ? null : toStoredEvent(rows[0]);
  }

  /** `from` is included, `to` is not. */
  async list(query: Parameters<EventLog['list']>[0]): Promise<Page<StoredEvent>> {
    const filter = new Filter();
    if (query.alert !== undefined) filter.and('alert = ?', cleanText(query.alert));
    if (query.instrument !== undefined) filter.and('instrument = ?', cleanText(query.instrument));
    if (query.from !== undefined) filter.and('at >= to_timestamp(?::float8 / 1000)', query.from);
    if (query.to !== undefined) filter.and('at < to_timestamp(?::float8 / 1000)', query.to);
    const after = decodeRowCursor(query.cursor);
    if (after !== null) filter.and('(at, id) < (to_timestamp(?::float8 / 1000), ?::bigint)', ...after);
    const rows = await this.#database.query<EventRow>(
      `select ${EVENT_COLUMNS} from events ${filter.where}
       order by at desc, id desc limit ${filter.value(query.limit + 1)}`,
      filter.values,
    );
    return toPage(rows, query.limit, { item: toStoredEvent, key: (row) => [row.at, String(row.id)] });
  }

  /**
   * By `alert:revision`, where `alert` is the unit (`id` or `id/INSTRUMENT`): the key without its last part. Keys of closed candles
   * have four parts and count for nothing here, nor does what another engine has recorded from beyond `upTo`. Reads every event once.
   */
  async firingCounts(upTo: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.query<{ unit: string; highest: number }>(
      `select split_part(key, ':', 1) || ':' || split_part(key, ':', 2) as unit, max(split_part(key, ':', 3)::bigint) as highest
       from events where key ~ '^[^:]+:[0-9]+:[0-9]+$' and (seq is null or seq <= $1) group by unit`,
      [upTo],
    );
    return new Map(rows.map(({ unit, highest }) => [unit, highest]));
  }
}
