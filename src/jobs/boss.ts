/**
 * pg-boss over the product's own database port: cron with zones, one turn at a time over all schedulers, retries. It keeps its tables in
 * a schema of its own, `jobs`, makes and migrates them by itself, and runs on the embedded database as on PostgreSQL. It is for work that
 * can be done again; deliveries have their own table.
 */
import PgBoss from 'pg-boss';

/** The part of the database port that is needed; both databases have it. */
export interface JobDatabase {
  query<Row extends object>(text: string, values?: readonly JobSqlValue[]): Promise<readonly Row[]>;
  script(text: string): Promise<void>;
}
type JobSqlValue = string | number | boolean | null | readonly (string | null)[];

const SCHEMA = 'jobs';
/** What ended is kept so long, for a look at what went wrong. */
const KEPT_DAYS = 7;

/** Rejects when the database is away. `onError` hears of what goes wrong later; the next turn tries again. */
export async function openBoss(database: JobDatabase, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: SCHEMA,
    db: {
      executeSql: (text, values) => {
        const answer = executeSql(database, text, values);
        return endsTurn(text) ? answer.catch((error: unknown) => unwritten(error, onError)) : answer;
      },
    },
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: KEPT_DAYS,
  });
  boss.on('error', onError);
  await boss.start();
  return boss;
}

/** A turn that is completed or failed by its id. pg-boss waits for neither: what rejects there would end the process. */
function endsTurn(text: string): boolean {
  return text.includes('UNNEST($2::uuid[])') && text.includes('$3::jsonb');
}

/** The turn counts as under way until it expires, and is made again. */
function unwritten(error: unknown, onError: (error: Error) => void): { rows: object[] } {
  onError(new Error('the end of a turn could not be written down', { cause: error }));
  return { rows: [{ count: 0 }] };
}

async function executeSql(
  database: JobDatabase,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<{ rows: object[] }> {
  // Its migrations and its maintenance are scripts of several statements, which take no values and give no rows.
  if ((values === undefined || values.length === 0) && /;\s*\S/.test(text.trim())) {
    await database.script(text);
    return { rows: [] };
  }
  return { rows: [...(await database.query(text, (values ?? []).map(sqlValue)))] };
}

function sqlValue(value: unknown): JobSqlValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
