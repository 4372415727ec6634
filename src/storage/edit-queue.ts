/**
 * Edits of alerts on their way into the log. Whoever serves a user writes a request; the one sequencer gives it its place and makes it
 * true, in one transaction: the alert, its revision, its place in the log and the answer. Crash at any moment: either the request still
 * waits, or it has its one place.
 *
 * Whoever asks waits a few seconds and takes the request back. One that could not, because it died or lost the database, leaves a request
 * that is UNHEARD_AFTER old: it is dropped, so that nothing happens long after its user was told that it failed.
 *
 * An answer of the database that was lost leaves it open whether the transaction happened. The next call says so: it waits for the old
 * transaction by the lock on the lease, then returns first what has a place that the sequencer does not know of.
 */
import { randomUUID } from 'node:crypto';
import type { Alert, AlertId, AlertStatus } from '../alerts/alert.ts';
import type { LoggedEntry, PlacedEntry } from '../alerts/tick-log.ts';
import type { EpochMs } from '../kernel/units.ts';
import { applyEdit } from './alert-edits.ts';
import type { Database, Sql } from './database.ts';
import type { Lease } from './lease-store.ts';
import { jsonText } from './value-types.ts';

export type EditRequest =
  | { readonly type: 'save'; readonly alert: Alert; readonly status: 'armed' | 'paused' }
  | { readonly type: 'arm' | 'pause' | 'remove'; readonly alert: AlertId };

export interface EditAnswer {
  /** `unchanged`: it was so already. `conflict`: the revision is not the next one. `missing`: there is no such alert. */
  readonly outcome: 'done' | 'unchanged' | 'conflict' | 'missing';
  readonly seq: number | null;
}

const AT_ONCE = 200;
const UNHEARD_AFTER = `interval '20 s'`;
/** The log stands meanwhile; a request that waits longer is tried again. */
const LIMITS = `set local lock_timeout = '3s'; set local statement_timeout = '3s'`;

export class SqlEditQueue {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * They get their places in this order, if not side by side. Returns the keys to ask for the answers by; asking again with the same
   * key changes nothing.
   */
  async request(
    edits: readonly EditRequest[],
    keys: readonly string[] = edits.map(() => randomUUID()),
  ): Promise<readonly string[]> {
    await this.#database.query(
      `insert into edit_requests (key, request)
       select key, request::jsonb from unnest($1::uuid[], $2::text[]) with ordinality as given (key, request, place)
       order by place on conflict (key) do nothing`,
      [keys, edits.map(jsonText)],
    );
    return keys;
  }

  /** Of those that wait no longer, by key. */
  async answers(keys: readonly string[]): Promise<ReadonlyMap<string, EditAnswer>> {
    const rows = await this.#database.query<EditAnswer & { key: string }>(
      'select key, outcome, seq from edit_requests where key = any($1::uuid[]) and outcome is not null',
      [keys],
    );
    return new Map(rows.map(({ key, outcome, seq }) => [key, { outcome, seq }]));
  }

  /** Takes back those that nobody has given a place yet. */
  async withdraw(keys: readonly string[]): Promise<void> {
    await this.#database.query('delete from edit_requests where key = any($1::uuid[]) and outcome is null', [
      keys,
    ]);
  }

  /** Requests answered more than a day ago; returns how many went. The one with the highest place stays. */
  async forgetAnswered(): Promise<number> {
    const rows = await this.#database.query(
      `delete from edit_requests
       where outcome is not null and requested_at < now() - interval '1 day'
         and seq is distinct from (select max(seq) from edit_requests where seq is not null)
       returning id`,
    );
    return rows.length;
  }

  /** Highest place given to any edit. */
  async lastSeq(): Promise<number> {
    const rows = await this.#database.query<{ seq: number | null }>(
      'select max(seq) as seq from edit_requests where seq is not null',
    );
    return rows[0]?.seq ?? 0;
  }

  async hasOpen(): Promise<boolean> {
    const rows = await this.#database.query(
      'select id from edit_requests where outcome is null order by id limit 1',
    );
    return rows.length > 0;
  }

  /** Places from `next` on; `at` is the market time of the edits. Null when the lease is somebody else's. */
  sequence(lease: Lease, next: number, at: EpochMs): Promise<readonly PlacedEntry[] | null> {
    return this.#database.transaction(async (sql) => {
      await sql.script(LIMITS);
      const leases = await sql.query('select 1 from leases where name = $1 and epoch = $2 for update', [
        lease.name,
        lease.epoch,
      ]);
      if (leases.length === 0) return null;
      const known = await placedFrom(sql, next);
      if (known.length > 0) return known;
      await sql.query(
        `delete from edit_requests where outcome is null and requested_at < clock_timestamp() - ${UNHEARD_AFTER}`,
      );
      const open = await sql.query<{ id: number; request: EditRequest }>(
        `select id, request from edit_requests where outcome is null order by id limit ${AT_ONCE} for update`,
      );
      const placed: PlacedEntry[] = [];
      const answers: object[] = [];
      for (const { id, request } of open) {
        const seq = next + placed.length;
        const { outcome, entry } = await make(sql, request, { seq, at });
        if (entry !== null) placed.push({ seq, entry });
        answers.push({ id, outcome, seq: entry === null ? null : seq });
      }
      await sql.query(
        `update edit_requests set outcome = answer.outcome, seq = answer.seq
         from jsonb_to_recordset($1::jsonb) as answer (id bigint, outcome text, seq bigint)
         where edit_requests.id = answer.id`,
        [jsonText(answers)],
      );
      return placed;
    });
  }
}

/** Made true by a transaction whose answer was lost. */
async function placedFrom(sql: Sql, next: number): Promise<readonly PlacedEntry[]> {
  const rows = await sql.query<{ seq: number; alert: AlertId; definition: Alert | null; at: EpochMs }>(
    `select seq, edit.alert, definition, edit.at
     from alert_edits as edit
       left join alert_revisions as revision on revision.alert = edit.alert and revision.revision = edit.revision
     where seq >= $1 order by seq, edit.id`,
    [next],
  );
  return rows.map(({ seq, alert, definition, at }) => ({
    seq,
    entry: definition === null ? { type: 'disarm', alert, at } : { type: 'arm', alert: definition, at },
  }));
}

interface Made {
  readonly outcome: EditAnswer['outcome'];
  readonly entry: LoggedEntry | null;
}

async function make(
  sql: Sql,
  request: EditRequest,
  place: { readonly seq: number; readonly at: EpochMs },
): Promise<Made> {
  const { at } = place;
  if (request.type === 'save') {
    const { alert, status } = request;
    if (!(await applyEdit(sql, { type: 'save', alert, status, ...place })))
      return { outcome: 'conflict', entry: null };
    return { outcome: 'done', entry: entryFor(alert, status, at) };
  }
  const rows = await sql.query<{ definition: Alert; status: AlertStatus }>(
    'select definition, status from alerts where id = $1 for update',
    [request.alert],
  );
  const standing = rows[0];
  if (standing === undefined) return { outcome: 'missing', entry: null };
  const { definition } = standing;
  if (request.type === 'remove') {
    await applyEdit(sql, { type: 'remove', alert: request.alert, ...place });
    return { outcome: 'done', entry: entryFor(definition, 'paused', at) };
  }
  const status = request.type === 'arm' ? 'armed' : 'paused';
  if (standing.status === status) return { outcome: 'unchanged', entry: null };
  await applyEdit(sql, { type: 'status', alert: request.alert, status, ...place });
  return { outcome: 'done', entry: entryFor(definition, status, at) };
}

function entryFor(alert: Alert, status: AlertStatus, at: EpochMs): LoggedEntry {
  return status === 'armed' ? { type: 'arm', alert, at } : { type: 'disarm', alert: alert.id, at };
}
