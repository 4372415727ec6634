/**
 * Alerts, their revisions and their edits. An edit, its place in the log and the new state are one transaction, so that recovery finds
 * every acknowledged edit. Lock order everywhere: the alert first, the log position last.
 */
import type { Alert, AlertId, AlertStatus } from '../alerts/alert.ts';
import type { AlertEdit, AlertStore, Page, StoredAlert } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import { completeAlert } from './alert-definition.ts';
import { decodeCursor, toPage } from './cursor.ts';
import type { Database, Sql } from './database.ts';
import { Filter } from './filter.ts';
import { StorageError } from './storage-error.ts';
import { cleanText, jsonText } from './value-types.ts';

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
/** Rows of one statement when all are read. */
const READ_AT_ONCE = 10_000;

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

  async all(): Promise<readonly StoredAlert[]> {
    const alerts: StoredAlert[] = [];
    for (let after = ''; ;) {
      const rows = await this.#database.query<AlertRow>(
        `select ${COLUMNS} from alerts where status in ('armed', 'paused') and id > $1 order by id limit ${READ_AT_ONCE}`,
        [after],
      );
      for (const row of rows) alerts.push(toStored(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < READ_AT_ONCE) return alerts;
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

  async revisions(id: AlertId): Promise<readonly { readonly alert: Alert; readonly at: EpochMs }[]> {
    const rows = await this.#database.query<{ alert: Alert; at: EpochMs }>(
      'select definition as alert, at from alert_revisions where alert = $1 order by revision',
      [cleanText(id)],
    );
    return rows.map(({ alert, at }) => ({ alert: completeAlert(alert), at }));
  }

  #edit(edit: Edit): Promise<boolean> {
    return this.#database.transaction(async (sql) => {
      const applied = await applyEdit(sql, edit);
      if (applied) await sql.query('update log_position set seq = greatest(seq, $1)', [edit.seq]);
      return applied;
    });
  }
}

/** An edit as the journal has it; without `at` it carries the database's time. */
type Edit = {
  [Kind in AlertEdit['type']]: Omit<Extract<AlertEdit, { type: Kind }>, 'at'> & {
    readonly at: EpochMs | null;
  };
}[AlertEdit['type']];

/**
 * Leaves out those whose place in the log is recorded already: a batch that is committed again must not undo what came after it.
 * A revision that is not the next one refuses the whole batch: the engine holds what cannot be stored. The log position is the caller's, because it is locked last.
 */
export async function applyEdits(sql: Sql, edits: readonly AlertEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const known = await sql.query<{ seq: number; alert: string }>(
    'select seq, alert from alert_edits where seq = any($1::bigint[])',
    [edits.map(({ seq }) => seq)],
  );
  const done = new Set(known.map(({ seq, alert }) => `${seq} ${alert}`));
  for (const edit of edits) {
    const id = edit.type === 'save' ? edit.alert.id : edit.alert;
    if (done.has(`${edit.seq} ${id}`) || (await applyEdit(sql, edit)) || edit.type !== 'save') continue;
    throw new StorageError(
      'edit-refused',
      `revision ${edit.alert.revision} of alert "${id}" is not the next one: nothing of its batch was written`,
    );
  }
}

/** False when there is nothing to edit or the revision is not the next one. */
export async function applyEdit(sql: Sql, edit: Edit): Promise<boolean> {
  switch (edit.type) {
    case 'save':
      return saveRevision(sql, edit);
    case 'status': {
      const rows = await sql.query<{ revision: number }>(
        `update alerts set status = $2, edit_seq = $3, updated_at = clock_timestamp() where id = $1 returning revision`,
        [cleanText(edit.alert), edit.status, edit.seq],
      );
      const row = rows[0];
      if (row === undefined) return false;
      await recordEdit(sql, edit, {
        alert: edit.alert,
        revision: edit.status === 'armed' ? row.revision : null,
      });
      return true;
    }
    case 'remove': {
      const rows = await sql.query('delete from alerts where id = $1 returning id', [cleanText(edit.alert)]);
      if (rows.length === 0) return false;
      await recordEdit(sql, edit, { alert: edit.alert, revision: null });
      return true;
    }
  }
}

async function saveRevision(sql: Sql, edit: Extract<Edit, { type: 'save' }>): Promise<boolean> {
  const { alert, status, seq } = edit;
  const definition = jsonText(alert);
  const written = await sql.query(
    `insert into alert_revisions (alert, revision, definition)
     select $1, $2, $3::jsonb
     where $2::int = 1 + coalesce((select max(revision) from alert_revisions where alert = $1), 0)
     on conflict do nothing returning revision`,
    [alert.id, alert.revision, definition],
  );
  if (written.length === 0) return false;
  await sql.query(
    `insert into alerts (id, revision, name, status, instruments, definition, search, edit_seq)
     values ($1, $2, $3, $4, $5::text[], $6::jsonb, $7, $8)
     on conflict (id) do update set
       revision = excluded.revision, name = excluded.name, status = excluded.status,
       instruments = excluded.instruments, definition = excluded.definition, search = excluded.search,
       edit_seq = excluded.edit_seq, updated_at = clock_timestamp()`,
    [
      alert.id,
      alert.revision,
      cleanText(alert.name),
      status,
      alert.instruments,
      definition,
      searchText(alert),
      seq,
    ],
  );
  await recordEdit(sql, edit, { alert: alert.id, revision: status === 'armed' ? alert.revision : null });
  return true;
}

/** Arms the revision, or disarms when it is null. */
async function recordEdit(
  sql: Sql,
  { seq, at }: Pick<Edit, 'seq' | 'at'>,
  what: { readonly alert: AlertId; readonly revision: number | null },
): Promise<void> {
  await sql.query(
    `insert into alert_edits (seq, alert, revision, at)
     values ($1, $2, $3, coalesce(to_timestamp($4::float8 / 1000), clock_timestamp()))`,
    [seq, what.alert, what.revision, at],
  );
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

function searchText(alert: Alert): string {
  const parts = [alert.id, alert.name, alert.when, alert.message ?? '', ...alert.tags, ...alert.instruments];
  return cleanText(parts.join('\n').toLowerCase());
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
