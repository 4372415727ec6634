/**
 * PostgreSQL as the product needs it: version, clock, connections, statements, indexes. Reads only statistics; a statement that the server
 * keeps no statistics for is said to be unseen.
 */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../storage/database.ts';
import { checkVersion } from '../../storage/postgres-database.ts';
import { fail, type Finding, ok, unseen, warn } from './finding.ts';

/** Leases run on the database's clock and ticks on the feed's; half a second apart is not seen by either. */
const SKEW_WARN_MS = 500;
const SKEW_FAIL_MS = 30_000;
const CONNECTIONS_SHARE = 0.85;
const SLOW_MEAN_MS = 200;
const SLOW_CALLS = 5;
const SHOWN = 3;
const SHOWN_LENGTH = 100;
const INDEX_BYTES = 1024 ** 2;
const COUNTING_DAYS = 7;
const LARGE_ROWS = 10_000;
const MANY_SCANS = 50;

export async function databaseVersion(database: Database): Promise<Finding> {
  const rows = await database.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const seen = `${database.kind === 'embedded' ? 'the embedded database' : 'PostgreSQL'} ${rows[0]?.version}`;
  try {
    await checkVersion(database);
  } catch (error) {
    const help = 'install PostgreSQL 15 or later; docs/operations.md, upgrade notes';
    return fail({ check: 'database', seen, why: (error as Error).message, help });
  }
  return ok('database', seen);
}

/** This machine's clock against the server's, taken in the middle of one question; half its way is the error of the comparison. */
export async function clockSkew(database: Database, clock: Clock): Promise<Finding> {
  const check = 'clock';
  const before = clock.now();
  const began = clock.monotonicMs();
  const rows = await database.query<{ at: number }>('select clock_timestamp() as at');
  const wayMs = (clock.monotonicMs() - began) / 2;
  const skewMs = (rows[0]?.at ?? NaN) - (before + wayMs);
  const seen = `the database's clock is ${Math.abs(skewMs).toFixed(0)} ms (± ${wayMs.toFixed(0)}) ${skewMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  const trouble = {
    check,
    seen,
    why: "times in events, messages and logs disagree, and a feed's prices look old or of the future",
    help: 'timedatectl set-ntp true on both machines; timedatectl shows which of them is wrong',
  };
  const atLeastMs = Math.abs(skewMs) - wayMs;
  if (atLeastMs > SKEW_FAIL_MS) return fail(trouble);
  return atLeastMs > SKEW_WARN_MS ? warn(trouble) : ok(check, seen);
}

export async function connections(database: Database): Promise<Finding> {
  const rows = await database.query<{ used: number; max: number }>(
    `select count(*)::int as used, current_setting('max_connections')::int as max
     from pg_stat_activity where backend_type = 'client backend'`,
  );
  const { used, max } = rows[0] ?? { used: 0, max: 1 };
  const seen = `${used} of ${max} connections are in use`;
  if (used < max * CONNECTIONS_SHARE) return ok('connections', seen);
  const why = 'the next process that starts is refused';
  return warn({ check: 'connections', seen, why, help: 'docs/runbooks/pool-exhausted.md' });
}

/** The statements with the longest mean, from pg_stat_statements; names of its columns are those of PostgreSQL 13 and later. */
export async function slowStatements(database: Database): Promise<Finding> {
  const check = 'slow queries';
  const help =
    'in postgresql.conf: shared_preload_libraries = pg_stat_statements; after a restart: create extension pg_stat_statements';
  const schemas = await database.query<{ name: string }>(
    `select quote_ident(nspname) as name from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
     where extname = 'pg_stat_statements'`,
  );
  const schema = schemas[0]?.name;
  if (schema === undefined) return unseen(check, 'the extension pg_stat_statements is not there', help);
  try {
    const rows = await database.query<{ query: string; calls: number; mean: number }>(
      `select regexp_replace(query, '\\s+', ' ', 'g') as query, calls, mean_exec_time as mean
       from ${schema}.pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
         and mean_exec_time > $1 and calls >= $2 order by mean_exec_time desc limit ${SHOWN}`,
      [SLOW_MEAN_MS, SLOW_CALLS],
    );
    if (rows.length === 0) return ok(check, `no statement takes ${SLOW_MEAN_MS} ms in the mean`);
    const shown = rows.map(
      ({ query, calls, mean }) => `${mean.toFixed(0)} ms × ${calls}: ${query.slice(0, SHOWN_LENGTH)}`,
    );
    const why = 'they hold connections, and the page and the API wait for them';
    return warn({
      check,
      seen: shown.join(' | '),
      why,
      help: 'explain (analyze, buffers) of each; an index helps one that reads much and returns little',
    });
  } catch (error) {
    return unseen(check, (error as Error).message, help);
  }
}

/** Indexes that cost every write and were never read since counting began; one that holds a constraint has its use without being read. */
export async function unusedIndexes(database: Database, countingDays = COUNTING_DAYS): Promise<Finding> {
  const check = 'unused indexes';
  const since = await database.query<{ days: number }>(
    `select extract(epoch from now() - coalesce(stats_reset, pg_postmaster_start_time()))::float8 / 86400 as days
     from pg_stat_database where datname = current_database()`,
  );
  const days = since[0]?.days ?? 0;
  if (days < countingDays)
    return unseen(
      check,
      `uses are counted since ${days.toFixed(1)} days`,
      `ask again after ${countingDays} days`,
    );
  const rows = await database.query<{ name: string; bytes: number }>(
    `select indexrelname as name, pg_relation_size(uses.indexrelid) as bytes
     from pg_stat_user_indexes uses join pg_index using (indexrelid) join pg_class on pg_class.oid = indexrelid
     where idx_scan = 0 and not indisunique and not relispartition and indexrelname <> 'idx_currency_timestamp'
       and pg_relation_size(uses.indexrelid) > $1 order by bytes desc limit ${SHOWN}`,
    [INDEX_BYTES],
  );
  if (rows.length === 0) return ok(check, `every large index was used in ${days.toFixed(0)} days`);
  const shown = rows.map(({ name, bytes }) => `${name} (${(bytes / 1024 ** 2).toFixed(0)} MB)`);
  return warn({
    check,
    seen: `not read in ${days.toFixed(0)} days: ${shown.join(', ')}`,
    why: 'each costs disk, and time at every write',
    help: 'one that you made yourself: DROP INDEX CONCURRENTLY name. Those of the product stay: a migration may need them',
  });
}

/** Large tables that are read from end to end again and again. */
export async function missingIndexes(database: Database): Promise<Finding> {
  const check = 'missing indexes';
  const rows = await database.query<{ name: string; scans: number; rows: number }>(
    `select relname as name, seq_scan as scans, (seq_tup_read / seq_scan)::int8 as rows
     from pg_stat_user_tables where seq_scan >= $1 and seq_tup_read / seq_scan >= $2 and seq_scan > coalesce(idx_scan, 0)
     order by seq_tup_read desc limit ${SHOWN}`,
    [MANY_SCANS, LARGE_ROWS],
  );
  if (rows.length === 0) return ok(check, 'no large table is mostly read from end to end');
  return warn({
    check,
    seen: rows
      .map(({ name, scans, rows: read }) => `${name} was read whole ${scans} times, ${read} rows each`)
      .join(', '),
    why: 'it gets slower with every row that is added',
    help: "the slow queries name the columns: CREATE INDEX CONCURRENTLY … ON table (columns); analyze if the planner's figures are old",
  });
}
