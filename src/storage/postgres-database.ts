/**
 * PostgreSQL 15 or later through a pool of connections. Every wait has a limit: for a connection, for a lock, for a statement, and on
 * this side for the answer (a server that went away without a word); so a lost server shows as an error within a minute, and the pool
 * connects again by itself.
 */
import pg from 'pg';
import { runTransaction, type ConnectionUse, type Database, type Sql, type SqlValue } from './database.ts';
import { databaseError } from './sql-error.ts';
import { StorageError } from './storage-error.ts';
import { encodeValue, PARSERS } from './value-types.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database` */
  readonly url: string;
  readonly poolSize?: number;
}

const DEFAULT_POOL_SIZE = 10;
const CONNECT_MS = 5_000;
const LOCK_MS = 10_000;
const STATEMENT_MS = 30_000;
/** Longer than the server's own limit, which gives the better error. */
const ANSWER_MS = 40_000;
/** Of a process that stands still within a transaction, or is cut off: what it has locked holds up all others. */
const IDLE_IN_TRANSACTION_MS = 10_000;
const OLDEST_VERSION = 150_000;

/** Rejects when the server is away, refuses or is too old. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const database = connectPostgres(options);
  try {
    await checkVersion(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Connects with the first statement: a server that is away shows there. Throws only for a URL that cannot be read. */
export function connectPostgres(options: PostgresOptions): Database {
  const subject = subjectOf(options.url);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    application_name: 'fxalert',
    options: '-c TimeZone=UTC -c DateStyle=ISO,YMD',
    types: { getTypeParser },
  });
  return new PostgresDatabase(pool, subject);
}

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' ? PARSERS[oid] : undefined) ??
  (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser;

export async function checkVersion(database: Database): Promise<void> {
  const rows = await database.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  );
  const version = rows[0];
  if (version !== undefined && version.number < OLDEST_VERSION) {
    throw new StorageError('server-too-old', `PostgreSQL is version ${version.name}: 15 or later is needed`);
  }
}

function subjectOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch (error) {
    throw new StorageError(
      'unreachable',
      'the database URL cannot be read: write it like postgres://user:password@host:5432/database',
      error,
    );
  }
}

class PostgresDatabase implements Database {
  readonly kind = 'postgres';
  readonly #pool: pg.Pool;
  readonly #subject: string;
  #closing: Promise<void> | null = null;

  constructor(pool: pg.Pool, subject: string) {
    this.#pool = pool;
    this.#subject = subject;
    // An idle connection was lost. The pool has dropped it already; whoever needs one next connects again and sees any error.
    pool.on('error', () => undefined);
  }

  async query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]> {
    this.#assertOpen();
    return this.#session(this.#pool).query<Row>(text, values);
  }

  async script(text: string, options?: { readonly answerMs: number }): Promise<void> {
    this.#assertOpen();
    await this.#session(this.#pool).script(text, options);
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#assertOpen();
    const client = await this.#translate(() => this.#pool.connect());
    let lost: Error | undefined;
    const onLost = (error: Error): void => {
      lost ??= error;
    };
    // Without a listener, a connection that ends between two statements would end the process.
    client.on('error', onLost);
    try {
      return await runTransaction(this.#session(client, onLost), work);
    } finally {
      client.off('error', onLost);
      // A connection in an unknown state is thrown away, not handed to the next.
      client.release(lost);
    }
  }

  connections(): ConnectionUse {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { total: totalCount, idle: idleCount, waiting: waitingCount };
  }

  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }

  #session(client: pg.Pool | pg.PoolClient, onLost?: (error: Error) => void): Sql {
    return {
      query: async <Row extends object>(text: string, values: readonly SqlValue[] = []) =>
        (await this.#translate(() => client.query<Row>(text, values.map(encodeValue)), onLost)).rows,
      script: async (text, { answerMs } = { answerMs: ANSWER_MS }) => {
        const query = { text, query_timeout: answerMs };
        await this.#translate(() => client.query(query), onLost);
      },
    };
  }

  #assertOpen(): void {
    if (this.#closing !== null) throw new StorageError('closed', `${this.#subject} is closed`);
  }

  async #translate<T>(work: () => Promise<T>, onLost?: (error: Error) => void): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { code, message, detail } = error as Partial<pg.DatabaseError>;
      const translated = databaseError(
        { code: code ?? null, message: message ?? String(error), detail: detail ?? null },
        this.#subject,
        error,
      );
      if (translated instanceof StorageError) onLost?.(translated);
      throw translated;
    }
  }
}
