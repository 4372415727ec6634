/**
 * Background jobs: a row each, claimed by state with a lease like deliveries. A worker that dies loses its lease and gives the job back;
 * what it still writes afterwards is refused by the lease it no longer has.
 *
 * | status | next |
 * |---|---|
 * | waiting | running (claimed) · cancelled (asked to) |
 * | running | done · failed · cancelled (its worker says so) · waiting (given back) · failed or cancelled (lease ran out, no attempt left or asked to end) |
 * | done, failed, cancelled | gone after a while, with the result |
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '../alerts/ports.ts';
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import { decodeRowCursor, isRowId, toPage } from './cursor.ts';
import type { Database, Sql } from './database.ts';
import { Filter } from './filter.ts';
import { cleanText, jsonText } from './value-types.ts';

type BackgroundJobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface BackgroundJob {
  readonly id: string;
  readonly kind: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: BackgroundJobStatus;
  /** From 0 to 1. */
  readonly progress: number;
  readonly cancelling: boolean;
  readonly requestedBy: string;
  readonly createdAt: EpochMs;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly outcome: string | null;
  readonly file: ResultFile | null;
}

interface ResultFile {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

interface JobClaim {
  readonly id: string;
  readonly kind: string;
  readonly request: unknown;
  readonly lease: string;
}

type JobEnd = Pick<BackgroundJob, 'outcome' | 'file'> & {
  readonly status: 'done' | 'failed' | 'cancelled';
};

/** More wait for nothing: whoever asks is told to come back. */
const MOST_OPEN = 20;
const MOST_ATTEMPTS = 3;
const PARTS_AT_ONCE = 4;
const COLUMNS = `id, kind, request, status, progress, cancelling, requested_by as "requestedBy", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt", outcome, file_name, content_type, size_bytes`;

export class SqlBackgroundJobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null while too many wait or run already. */
  async add(
    request: Readonly<Record<string, unknown>> & { readonly kind: string },
    requestedBy: string,
  ): Promise<BackgroundJob | null> {
    return this.#database.transaction(async (sql) => {
      // One after another, or two would both find the last place free.
      await sql.query('select pg_advisory_xact_lock(7306087, 2)');
      const rows = await sql.query<JobRow>(
        `insert into background_jobs (kind, request, requested_by)
         select $1, $2::jsonb, $3
         where (select count(*) from background_jobs where status in ('waiting', 'running')) < ${MOST_OPEN}
         returning ${COLUMNS}`,
        [request.kind, jsonText(request), cleanText(requestedBy)],
      );
      return rows[0] === undefined ? null : toJob(rows[0]);
    });
  }

  async get(id: string): Promise<BackgroundJob | null> {
    if (!isRowId(id)) return null;
    const rows = await this.#database.query<JobRow>(`select ${COLUMNS} from background_jobs where id = $1`, [
      id,
    ]);
    return rows[0] === undefined ? null : toJob(rows[0]);
  }

  /** Newest first. */
  async list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly status?: BackgroundJobStatus;
    readonly kind?: string;
  }): Promise<Page<BackgroundJob>> {
    const filter = new Filter();
    if (query.status !== undefined) filter.and('status = ?', query.status);
    if (query.kind !== undefined) filter.and('kind = ?', query.kind);
    const after = decodeRowCursor(query.cursor);
    if (after !== null) filter.and('id < ?::bigint', after[1]);
    const rows = await this.#database.query<JobRow>(
      `select ${COLUMNS} from background_jobs ${filter.where} order by id desc limit ${filter.value(query.limit + 1)}`,
      filter.values,
    );
    return toPage(rows, query.limit, { item: toJob, key: (row) => [row.createdAt, String(row.id)] });
  }

  /** Ends a waiting job, asks a running one to end. False when it has ended already, or never was. */
  async cancel(id: string): Promise<boolean> {
    if (!isRowId(id)) return false;
    const rows = await this.#database.query(
      `update background_jobs set
         cancelling = true,
         status = case status when 'waiting' then 'cancelled' else status end,
         ended_at = case status when 'waiting' then clock_timestamp() end
       where id = $1 and status in ('waiting', 'running') returning id`,
      [id],
    );
    return rows.length === 1;
  }

  /** The oldest that waits or whose worker is gone, from its beginning; null when there is none. */
  async claim(forMs: DurationMs): Promise<JobClaim | null> {
    return this.#database.transaction(async (sql) => {
      await endAbandoned(sql);
      const lease = randomUUID();
      const rows = await sql.query<{ id: number; kind: string; request: unknown }>(
        `update background_jobs as job set
           status = 'running', lease = $1::uuid, lease_until = now() + $2::float8 * interval '1 ms', progress = 0,
           attempts = attempts + 1, started_at = clock_timestamp()
         from (select id from background_jobs
               where status = 'waiting' or (status = 'running' and lease_until < now())
               order by id limit 1 for update skip locked) as next
         where job.id = next.id
         returning job.id, kind, request`,
        [lease, forMs],
      );
      const row = rows[0];
      if (row === undefined) return null;
      await sql.query('delete from background_job_parts where job = $1', [row.id]);
      return { id: String(row.id), kind: row.kind, request: row.request, lease };
    });
  }

  /** Keeps the lease and tells how far it is. `lost`: somebody else has it. */
  async keep(
    { id, lease }: JobClaim,
    { progress, forMs }: { readonly progress: number; readonly forMs: DurationMs },
  ): Promise<'kept' | 'cancelling' | 'lost'> {
    const rows = await this.#database.query<{ cancelling: boolean }>(
      `update background_jobs set progress = $3, lease_until = now() + $4::float8 * interval '1 ms'
       where id = $1 and lease = $2::uuid returning cancelling`,
      [id, lease, progress, forMs],
    );
    if (rows[0] === undefined) return 'lost';
    return rows[0].cancelling ? 'cancelling' : 'kept';
  }

  /** False when the lease is gone: nothing was written. */
  async addPart({ id, lease }: JobClaim, number: number, body: string): Promise<boolean> {
    const rows = await this.#database.query(
      `with held as (select id from background_jobs where id = $1 and lease = $2::uuid for share)
       insert into background_job_parts (job, number, body) select id, $3, $4 from held returning number`,
      [id, lease, number, cleanText(body)],
    );
    return rows.length === 1;
  }

  /** False when the lease is gone. */
  async end({ id, lease }: JobClaim, { status, outcome, file }: JobEnd): Promise<boolean> {
    const rows = await this.#database.query(
      `with ended as (
         update background_jobs set
           status = $3, outcome = $4, ended_at = clock_timestamp(), lease = null, lease_until = null,
           progress = case $3 when 'done' then 1 else progress end, cancelling = $3 = 'cancelled',
           file_name = $5, content_type = $6, size_bytes = $7::bigint
         where id = $1 and lease = $2::uuid returning id),
       -- What failed or was cancelled leaves no half of a result behind.
       swept as (delete from background_job_parts where $3 <> 'done' and job in (select id from ended))
       select id from ended`,
      [
        ...[id, lease, status, outcome === null ? null : cleanText(outcome)],
        ...[file?.name ?? null, file?.contentType ?? null, file?.sizeBytes ?? null],
      ],
    );
    return rows.length === 1;
  }

  /** A worker that stops leaves its job to the next, and does not count it as an attempt. */
  async giveBack({ id, lease }: JobClaim): Promise<void> {
    await this.#database.query(
      `update background_jobs set status = 'waiting', lease = null, lease_until = null, progress = 0,
         attempts = attempts - 1
       where id = $1 and lease = $2::uuid and not cancelling`,
      [id, lease],
    );
  }

  /** The result in its order, read as it is taken. */
  async *parts(id: string): AsyncGenerator<string> {
    for (let number = -1; ;) {
      const rows = await this.#database.query<{ number: number; body: string }>(
        `select number, body from background_job_parts where job = $1 and number > $2 order by number limit ${PARTS_AT_ONCE}`,
        [id, number],
      );
      for (const row of rows) yield row.body;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PARTS_AT_ONCE) return;
      number = last.number;
    }
  }

  /** Jobs that ended before then go with their results; returns how many. */
  async forgetEndedBefore(at: EpochMs): Promise<number> {
    const rows = await this.#database.query<{ count: number }>(
      `with gone as (delete from background_jobs where ended_at < to_timestamp($1::float8 / 1000) returning 1)
       select count(*) as count from gone`,
      [at],
    );
    return rows[0]?.count ?? 0;
  }
}

/** Work that ended its workers again and again would do so for ever. */
async function endAbandoned(sql: Sql): Promise<void> {
  await sql.query(
    `update background_jobs set
       status = case when cancelling then 'cancelled' else 'failed' end, ended_at = clock_timestamp(),
       outcome = case when not cancelling
         then 'it could not be finished in ' || attempts || ' attempts: the log of the scheduler says why' end,
       lease = null, lease_until = null
     where status = 'running' and lease_until < now() and (cancelling or attempts >= ${MOST_ATTEMPTS})`,
  );
}

type JobRow = Omit<BackgroundJob, 'id' | 'file'> & {
  readonly id: number;
  readonly file_name: string | null;
  readonly content_type: string | null;
  readonly size_bytes: number | null;
};

function toJob({ id, file_name, content_type, size_bytes, ...rest }: JobRow): BackgroundJob {
  return {
    ...rest,
    id: String(id),
    file:
      file_name === null
        ? null
        : { name: file_name, contentType: content_type ?? 'text/plain', sizeBytes: size_bytes ?? 0 },
  };
}
