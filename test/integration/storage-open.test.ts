/** Opening, migrating, and every way in which a database can refuse: one clear sentence with a stable code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../src/storage/migrations/migrations.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { copiedFolder, emptyDatabase } from '../support/database-copies.ts';
import { KINDS, openTestDatabase, openUrl, type TestDatabase } from '../support/databases.ts';

const NOBODY = 65_534;
const WRITER = join(import.meta.dirname, '../support/journal-writer.ts');

test('the pool says what its connections do and how many statements wait', async () => {
  const pooled = await openDatabase({ kind: 'postgres', url: await emptyDatabase(), poolSize: 1 });
  try {
    expect(pooled.connections()).toEqual({ total: 1, idle: 1, waiting: 0 });
    const held = pooled.query('select pg_sleep(0.5)::text as slept');
    const waits = pooled.query('select 1 as one');
    await sleep(100);
    expect(pooled.connections()).toEqual({ total: 1, idle: 0, waiting: 1 });
    await Promise.all([held, waits]);
    expect(pooled.connections()).toEqual({ total: 1, idle: 1, waiting: 0 });
  } finally {
    await pooled.close();
  }
});

describe.each(KINDS)('migrations on %s', (kind) => {
  let under: TestDatabase;
  beforeAll(async () => {
    under = await (kind === 'embedded' ? openTestDatabase(kind) : openUrl(await emptyDatabase()));
  });
  afterAll(() => under.dispose());

  test('all are applied once, also by two processes at the same time', async () => {
    const other = kind === 'postgres' ? await openDatabase(under.options) : under.database;
    const applied = await Promise.all([migrate(under.database), migrate(other)]);
    expect(applied.flat().toSorted()).toEqual(MIGRATIONS.map(({ name }) => name).toSorted());
    expect(await migrate(under.database)).toEqual([]);
    if (other !== under.database) await other.close();
  });

  test('the manual finds its table and index', async () => {
    const rows = await under.database.query<{ definition: string }>(
      `select indexdef as definition from pg_indexes where indexname = 'idx_currency_timestamp'`,
    );
    expect(rows[0]!.definition).toMatch(
      /ON public\.technical_indicators USING btree \(currency_pair, "timestamp"\)/,
    );
  });

  test('an applied migration that was edited is refused', async () => {
    const edited = MIGRATIONS.map((each) => (each.version === 2 ? { ...each, sql: `${each.sql}--` } : each));
    await expect(migrate(under.database, edited)).rejects.toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining('migration 2 (alerts)') as string,
    });
  });

  test('a database from a newer version is refused', async () => {
    await expect(migrate(under.database, MIGRATIONS.slice(0, 2))).rejects.toMatchObject({
      code: 'schema-newer',
    });
  });

  test('an index on a table in use is built beside its writers, again when a build broke off, once by two at a time', async () => {
    const index = {
      ...{ version: 99, name: 'index', index: 'keys_hash' },
      sql: 'create index concurrently if not exists keys_hash on idempotency_keys (request_hash)',
    };
    const isValid = async () =>
      (
        await under.database.query<{ valid: boolean }>(
          `select indisvalid as valid from pg_index where indexrelid = to_regclass('keys_hash')`,
        )
      )[0]?.valid;
    // As a process leaves it that was killed while it built.
    await under.database.script('create index keys_hash on idempotency_keys (request_hash)');
    await under.database.script(
      `update pg_index set indisvalid = false where indexrelid = to_regclass('keys_hash')`,
    );
    const other = kind === 'postgres' ? await openDatabase(under.options) : under.database;
    const all = [...MIGRATIONS, index];
    const applied = await Promise.all([migrate(under.database, all), migrate(other, all)]);
    expect(applied.flat()).toEqual(['index']);
    expect(await isValid()).toBe(true);
    await under.database.script('delete from schema_migrations where version = 99; drop index keys_hash');
    if (other !== under.database) await other.close();
  });

  test('a migration that fails leaves nothing behind', async () => {
    const broken = { version: 99, name: 'broken', sql: 'create table half (); select * from nowhere' };
    await expect(migrate(under.database, [...MIGRATIONS, broken])).rejects.toThrow(/nowhere/);
    const rows = await under.database.query(`select from pg_tables where tablename = 'half'`);
    expect(rows).toEqual([]);
    expect(await migrate(under.database)).toEqual([]);
  });

  // The embedded database has one session: nobody else can hold a table.
  if (kind === 'postgres')
    test('a migration waits for a table in short turns, so that users get past it', async () => {
      const other = await openDatabase(under.options);
      let isReading = true;
      const reading = other.transaction(async (sql) => {
        await sql.query('select from settings');
        await sleep(5_000);
        isReading = false;
      });
      await sleep(200);
      const wide = { version: 98, name: 'wide', sql: 'alter table settings add column wide int' };
      const migrated = migrate(under.database, [...MIGRATIONS, wide]);
      await sleep(200);
      // Behind the waiting migration, which gives way before the reader ends.
      await other.query('select from settings');
      expect(isReading).toBe(true);
      await reading;
      expect(await migrated).toEqual(['wide']);
      await under.database.script('alter table settings drop column wide');
      await under.database.query('delete from schema_migrations where version = 98');
      await other.close();
    });

  test('a transaction that fails is taken back, and the next one works', async () => {
    const failing = under.database.transaction(async (sql) => {
      await sql.query(`insert into settings (key, value) values ('k', 'v')`);
      await sql.query('select * from nowhere');
    });
    await expect(failing).rejects.toMatchObject({ name: 'SqlError', sqlState: '42P01' });
    expect(await under.database.query(`select from settings where key = 'k'`)).toEqual([]);
  });

  test('closing waits for what is under way and refuses what comes later', async () => {
    const database = kind === 'postgres' ? await openDatabase(under.options) : under.database;
    const slow = database.transaction((sql) => sql.query('select pg_sleep(0.2)').then(() => 'done'));
    await sleep(20);
    await Promise.all([database.close(), database.close()]);
    expect(await slow).toBe('done');
    await expect(database.transaction(() => Promise.resolve())).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('embedded', () => {
  test('a folder that a living process has is refused, and taken over when that process was killed', async () => {
    const folder = await copiedFolder();
    const owner = spawn(process.execPath, ['--import', 'tsx', WRITER, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(owner.stdout, 'data');
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toMatchObject({
      code: 'in-use',
      message: `data folder "${folder}" is in use by process ${owner.pid}: stop it first, or choose another folder`,
    });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const database = await openDatabase({ kind: 'embedded', folder });
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toMatchObject({ code: 'in-use' });
    await database.close();
    expect(await readdir(folder)).toEqual(['pg', 'process.2.lock']);
    await rm(folder, { recursive: true });
  });

  test('a folder without permission is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fxalert-perm-'));
    await chmod(folder, 0o555);
    if (process.getuid?.() === 0) await chown(folder, 0, 0);
    const answer = await openAsOrdinaryUser(join(folder, 'data'));
    expect(answer).toBe(
      `no-permission data folder "${join(folder, 'data')}" cannot be written by this user (EACCES): change its owner, or choose another one`,
    );
    await chmod(folder, 0o755);
    await rm(folder, { recursive: true });
  });

  test('a folder with something else in it is refused as damaged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fxalert-odd-'));
    await mkdir(join(folder, 'pg'));
    await writeFile(join(folder, 'pg', 'PG_VERSION'), '9.1\n');
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(`"${folder}"`) as string,
    });
    await rm(folder, { recursive: true });
  });
});

describe('PostgreSQL', () => {
  let url: string;
  beforeAll(async () => {
    url = await emptyDatabase();
  });

  test('a database that does not exist is named', async () => {
    const absent = new URL('/absent', url).href;
    await expect(openDatabase({ kind: 'postgres', url: absent })).rejects.toMatchObject({
      code: 'no-database',
      message: expect.stringContaining('createdb') as string,
    });
  });

  test('a server that is not there is named without the password', async () => {
    const opening = openDatabase({ kind: 'postgres', url: 'postgres://user:hunter2@127.0.0.1:1/fx' });
    const error = await opening.then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error!.message).toMatch(/no answer from PostgreSQL at 127\.0\.0\.1:1\/fx: .*ECONNREFUSED/);
    expect(error!.message).not.toContain('hunter2');
  });

  test('an unknown user is a refused login', async () => {
    const stranger = url.replace('fxalert_test', 'stranger');
    await expect(openDatabase({ kind: 'postgres', url: stranger })).rejects.toMatchObject({
      code: 'login-refused',
    });
  });

  test('a URL that is none says how to write one', async () => {
    await expect(openDatabase({ kind: 'postgres', url: 'not a url' })).rejects.toThrow(
      /postgres:\/\/user:password/,
    );
  });

  test('a lock that is held too long is a time-out, and the connection is not kept', async () => {
    const database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
    await database.script('create table held (x int)');
    const holder = database.transaction(async (sql) => {
      await sql.script('lock table held');
      await expect(
        database.transaction(async (waiting) => {
          await waiting.script(`set local lock_timeout = '50ms'`);
          await waiting.query('select * from held');
        }),
      ).rejects.toMatchObject({ code: 'timeout' });
    });
    await holder;
    expect(await database.query('select * from held')).toEqual([]);
    await database.close();
  });
});

/** `code message` of what opening says to a user without rights. */
async function openAsOrdinaryUser(folder: string): Promise<string> {
  const program = `
    import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/open-database.ts'))};
    if (process.getuid() === 0) process.setuid(${NOBODY});
    await openDatabase({ kind: 'embedded', folder: ${JSON.stringify(folder)} }).then(
      () => console.log('opened'),
      (error) => console.log(error.code, error.message),
    );`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  await once(child, 'exit');
  return said.trim();
}
