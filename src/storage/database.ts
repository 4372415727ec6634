/**
 * One narrow port over both databases: PostgreSQL 15+ by `pg`, and PGlite in a worker thread. The same SQL text, the same values
 * and the same row types on both (value-types.ts): int8 and timestamptz arrive as numbers, the latter as milliseconds since 1970.
 */
export type SqlValue = string | number | boolean | null | readonly (string | null)[] | readonly number[];

export interface Sql {
  /** One statement with `$1`-style values. */
  query<Row extends object = Record<string, never>>(
    text: string,
    values?: readonly SqlValue[],
  ): Promise<readonly Row[]>;
  /**
   * Several statements without values or rows; for migrations. `answerMs`: how long a PostgreSQL server may take, where the usual limit
   * is too short; its own limit is the statement_timeout of the session.
   */
  script(text: string, options?: { readonly answerMs: number }): Promise<void>;
}

export interface ConnectionUse {
  readonly total: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

export interface Database extends Sql {
  readonly kind: 'embedded' | 'postgres';
  /**
   * Commits when `work` resolves, rolls back when it rejects. Inside, use only the `Sql` handed over: on the embedded database,
   * which has a single session, anything else waits for this transaction to end.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Connections now; null for the embedded database, which has one session. */
  connections(): ConnectionUse | null;
  /** Waits for what is under way, then lets go of connections, threads and locks. Calling it again does nothing. */
  close(): Promise<void>;
}

/** Runs `begin … commit` over one session. */
export async function runTransaction<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
  await sql.script('begin');
  let result: T;
  try {
    result = await work(sql);
  } catch (error) {
    // A failed rollback means a lost session, which rolls back by itself; the first error is the one that tells why.
    await sql.script('rollback').catch(() => undefined);
    throw error;
  }
  await sql.script('commit');
  return result;
}
