/**
 * Alerts and their revisions. An edit, its place in the log and the new state are one transaction (alert-edits.ts), so that recovery finds
 * every acknowledged edit. Lock order everywhere: the alert first, the log position last.
 */
import type { Alert, AlertId, AlertStatus } from '../alerts/alert.ts';
import type { AlertStore, Page, StoredAlert } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import { completeAlert } from './alert-definition.ts';
import { applyEdit, type Edit } from './alert-edits.ts';
import { decodeCursor, toPage } from './cursor.ts';
import type { Database } from './database.ts';
import { Filter } from './filter.ts';
import { cleanText } from './value-types.ts';

interface AlertRow {
  readonly id: string;
  readonly definition: Alert;
  readonly status: AlertStatus;
  readonly created_at: EpochMs;
  readonly updated_at: EpochMs;
  readonly last_fired_at: EpochMs | null;
  readonly firings: number;
}

const COLUMNS = 'id, definition, status, created_at, updated_at, last_fired_at, firings';
/** Rows of one statement when all are read: what is done with them takes less than a tenth of a second. */
const READ_AT_ONCE = 2_000;

export class SqlAlertStore implements AlertStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(id: AlertId): Promise<StoredAlert | null> {
    const rows = await this.#database.query<AlertRow>(`select ${COLUMNS} from alerts where id = $1`, [
      cleanText(id),
    ]);
    return rows[0] === undefined ? null : toStored(rows[0]);
  }

  async list(query: Parameters<AlertStore['list']>[0]): Promise<Page<StoredAlert>> {
    const filter = new Filter();
    if (query.status !== undefined) filter.and('status = ?', query.status);
    if (query.instrument !== undefined) filter.and('instruments @> ?::text[]', [query.instrument]);
    if (query.search !== undefined) {
      filter.and(`search like ?`, `%${escapeLike(cleanText(query.search.toLowerCase()))}%`);
    }
    const after = decodeCursor(query.cursor);
    if (after !== null) {
      filter.and('(created_at, id) < (to_timestamp(?::float8 / 1000), ?::text)', after[0], after[1]);
    }
    const rows = await this.#database.query<AlertRow>(
      `select ${COLUMNS} from alerts ${filter.where}
       order by created_at desc, id desc limit ${filter.value(query.limit + 1)}`,
      filter.values,
    );
    return toPage(rows, query.limit, { item: toStored, key: (row) => [row.created_at, row.id] });
  }

  async onStandby(names: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = names.map(cleanText);
    const rows = await this.#database.query<{ id: string; name: string }>(
      `select id, name from alerts where definition ->> 'standby' = 'true' and (name = any($1) or id = any($1))`,
      [wanted],
    );
    const there = new Set(rows.flatMap(({ id, name }) => [id, name]));
    return new Set(names.filter((_, i) => there.has(wanted[i] as string)));
  }

  async *all(): AsyncGenerator<readonly StoredAlert[]> {
    for (let after = ''; ;) {
      const rows = await this.#database.query<AlertRow>(
        `select ${COLUMNS} from alerts where status in ('armed', 'paused') and id > $1 order by id limit ${READ_AT_ONCE}`,
        [after],
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(toStored);
      if (rows.length < READ_AT_ONCE) return;
      after = last.id;
    }
  }

  async save(alert: Alert, status: AlertStatus, seq: number, at?: EpochMs): Promise<'saved' | 'conflict'> {
    return (await this.#edit({ type: 'save', alert, status, seq, at: at ?? null })) ? 'saved' : 'conflict';
  }

  setStatus(id: AlertId, status: AlertStatus, seq: number, at?: EpochMs): Promise<boolean> {
    return this.#edit({ type: 'status', alert: id, status, seq, at: at ?? null });
  }

  remove(id: AlertId, seq: number, at?: EpochMs): Promise<boolean> {
    return this.#edit({ type: 'remove', alert: id, seq, at: at ?? null });
  }

  async revisions(
    id: AlertId,
    limit: number,
  ): Promise<readonly { readonly alert: Alert; readonly at: EpochMs }[]> {
    const rows = await this.#database.query<{ alert: Alert; at: EpochMs }>(
      'select definition as alert, at from alert_revisions where alert = $1 order by revision desc limit $2',
      [cleanText(id), limit],
    );
    return rows.map(({ alert, at }) => ({ alert: completeAlert(alert), at }));
  }

  async used(ids: readonly AlertId[]): Promise<ReadonlySet<AlertId>> {
    const rows = await this.#database.query<{ alert: AlertId }>(
      'select alert from alert_revisions where alert = any($1) and revision = 1',
      [ids],
    );
    return new Set(rows.map(({ alert }) => alert));
  }

  #edit(edit: Edit): Promise<boolean> {
    return this.#database.transaction(async (sql) => {
      const applied = await applyEdit(sql, edit);
      if (applied) await sql.query('update log_position set seq = greatest(seq, $1)', [edit.seq]);
      return applied;
    });
  }
}

function toStored(row: AlertRow): StoredAlert {
  return {
    alert: completeAlert(row.definition),
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastFiredAt: row.last_fired_at,
    firings: row.firings,
  };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
