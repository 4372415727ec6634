/** `fxalert doctor` before real servers that are made ill: each symptom is produced, found, and gone when it is cured. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clockSkew,
  connections,
  databaseVersion,
  missingIndexes,
  slowStatements,
  unusedIndexes,
} from '../../src/app/doctor/database-checks.ts';
import { examine } from '../../src/app/doctor/examine.ts';
import type { Finding } from '../../src/app/doctor/finding.ts';
import { deliveries, engines, lastPrice, leases } from '../../src/app/doctor/service-checks.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import { durationMs, type EpochMs } from '../../src/kernel/units.ts';
import { isMarketOpen } from '../../src/market/fx-time.ts';
import type { Database } from '../../src/storage/database.ts';
import { SqlLeaseStore } from '../../src/storage/lease-store.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { freePort } from '../support/free-port.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let server: PostgresServer;
let redis: TestRedis;
let url: string;
let database: Database;
let folder: string;
beforeAll(async () => {
  [server, redis] = await Promise.all([
    startPostgres(['shared_preload_libraries=pg_stat_statements']),
    startRedis(),
  ]);
  folder = await mkdtemp(join(tmpdir(), 'fxalert-doctor-'));
  url = await server.createDatabase();
  database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
  await migrate(database);
});
afterAll(async () => {
  await database.close();
  await Promise.all([server.stop(), redis.stop()]);
  await rm(folder, { recursive: true });
});

/** Statistics of a session are told to the server when it ends. */
async function session(script: string): Promise<void> {
  const own = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
  await own.script(script);
  await own.close();
}

describe('PostgreSQL', () => {
  test('has its version, and a clock that is compared with ours within the time of a question', async () => {
    expect(await databaseVersion(database)).toMatchObject({
      result: 'ok',
      seen: expect.stringMatching(/PostgreSQL 1[5-9]/) as string,
    });
    expect(await clockSkew(database, systemClock)).toMatchObject({ result: 'ok' });
    const behind = { ...systemClock, now: () => (Date.now() - 300_000) as EpochMs };
    expect(await clockSkew(database, behind)).toMatchObject({
      result: 'fail',
      seen: expect.stringMatching(
        /^the database's clock is (299|300|301)\d{3} ms \(± \d+\) ahead of this machine's$/,
      ) as string,
    });
  });

  test('is warned of when its connections run out', async () => {
    expect(await connections(database)).toMatchObject({ result: 'ok' });
    const many = await Promise.all(
      Array.from({ length: 44 }, () => openDatabase({ kind: 'postgres', url, poolSize: 1 })),
    );
    expect(await connections(database)).toMatchObject({ result: 'warn' });
    await Promise.all(many.map((each) => each.close()));
  });

  test('tells its slow statements, once it counts them', async () => {
    expect(await slowStatements(database)).toMatchObject({ result: 'unseen' });
    await database.script('create extension pg_stat_statements');
    expect(await slowStatements(database)).toMatchObject({ result: 'ok' });
    for (let i = 0; i < 5; i++) await database.query('select pg_sleep(0.21)::text as slept');
    expect(await slowStatements(database)).toMatchObject({
      result: 'warn',
      seen: expect.stringMatching(/^2\d\d ms × 5: select pg_sleep\(\$1\)/) as string,
    });
  });

  test('has an index that nothing reads, and a table that is read whole', async () => {
    expect(await unusedIndexes(database)).toMatchObject({ result: 'unseen' });
    expect(await unusedIndexes(database, 0)).toMatchObject({ result: 'ok' });
    expect(await missingIndexes(database)).toMatchObject({ result: 'ok' });
    await session(`create table notes as select i, md5(i::text) as text from generate_series(1, 60000) as i;
      create index notes_text on notes (text)`);
    await session('do $$ begin for i in 1..50 loop perform from notes where notes.i < 0; end loop; end $$');
    // A session's counts are there some time after its end.
    await expect
      .poll(() => unusedIndexes(database, 0), { timeout: 10_000 })
      .toMatchObject({
        result: 'warn',
        seen: expect.stringContaining('notes_text (') as string,
      });
    await expect
      .poll(() => missingIndexes(database), { timeout: 10_000 })
      .toMatchObject({
        result: 'warn',
        seen: expect.stringMatching(/notes was read whole 5\d times/) as string,
      });
    await session('drop table notes');
  });
});

describe('the work of the product', () => {
  test('stands still: a delivery waits, another was given up', async () => {
    expect(await deliveries(database)).toMatchObject([{ result: 'ok' }, { result: 'ok' }]);
    await database.script(`
      insert into events (key, alert, revision, name, instrument, kind, at, operands, severity, channels, tags, condition, simulated, late)
      values ('k', 'a', 1, 'n', 'USDJPY', 'fired', now(), '{}', 'high', '{desk}', '{}', 'bid > 1', false, false);
      insert into deliveries (event_id, alert, channel, idempotency_key, status, due_at)
      select id, 'a', 'desk', status, status, now() - interval '5 minutes' from events, unnest('{pending,dead}'::text[]) as status`);
    expect(await deliveries(database)).toMatchObject([
      {
        result: 'fail',
        seen: 'the oldest that is due has waited 300 s; 0 dispatchers live',
        why: expect.stringMatching(/^nobody sends/) as string,
      },
      { result: 'warn', seen: '1 delivery was given up' },
    ]);
    await database.script("update deliveries set status = 'sent'");
    expect(await deliveries(database)).toMatchObject([{ result: 'ok' }, { result: 'ok' }]);
  });

  test('has a feed that is silent while the market is open', async () => {
    const silent = isMarketOpen(systemClock.now()) ? 'fail' : 'ok';
    expect(await lastPrice(database)).toMatchObject({ result: silent });
    const price = (age: string) =>
      database.script(`
        select ensure_tick_day((now() at time zone 'UTC' - interval '${age}')::date);
        insert into ticks (instrument, at, bid, ask) values ('USDJPY', now() - interval '${age}', 150, 150.01)`);
    await price('10 minutes');
    expect(await lastPrice(database)).toMatchObject({
      result: silent,
      seen: expect.stringMatching(/of USDJPY, is 60\d s old/) as string,
    });
    await price('1 second');
    expect(await lastPrice(database)).toMatchObject({ result: 'ok' });
  });

  test('has a shard that no engine evaluates', async () => {
    expect(await engines(database)).toMatchObject({ result: 'unseen' });
    await database.script(`
      insert into leases (name, epoch, holder, until, info) values ('feed', 1, 'host:1', now() + interval '1 hour', '{}');
      insert into follower_checkpoints (name, seq, state) values ('engine 0/2', 1, ''), ('engine 1/2', 1, '');
      update log_position set seq = 100`);
    expect(await engines(database)).toMatchObject({ result: 'ok' });
    await database.script(
      `update follower_checkpoints set saved_at = now() - interval '5 minutes' where name = 'engine 1/2'`,
    );
    expect(await engines(database)).toMatchObject({
      result: 'fail',
      seen: expect.stringMatching(/shard 1\/2 \(for 30\d s\)/) as string,
    });
    await database.script('delete from leases; delete from follower_checkpoints');
  });

  test('has a lease that nobody holds', async () => {
    expect(await leases(database)).toMatchObject({ result: 'unseen' });
    const store = new SqlLeaseStore<object>(database);
    const lease = await store.acquire({
      name: 'feed',
      holder: 'host:1',
      forMs: durationMs(60_000),
      above: 0,
      info: {},
    });
    expect(await leases(database)).toMatchObject({ result: 'ok', seen: 'feed is held by host:1' });
    await store.release(lease!);
    expect(await leases(database)).toMatchObject({
      result: 'fail',
      seen: expect.stringMatching(/^feed: nobody since \d+ s/) as string,
    });
  });
});

describe('the whole examination', () => {
  const environment = () => ({
    FEED: 'simulated',
    PORT: '0',
    LOG_DIR: folder,
    DATABASE_URL: url,
    REDIS_URL: redis.url,
  });
  const findings = async (changes: Readonly<Record<string, string>> = {}) => {
    const found: Finding[] = [];
    for await (const finding of examine({
      environment: { ...environment(), ...changes },
      root: folder,
      clock: systemClock,
    }))
      found.push(finding);
    return new Map(found.map((finding) => [finding.check, finding]));
  };
  const ask = async (...commands: (readonly [string, ...string[]])[]) => {
    const client = new Redis(redis.url);
    for (const [command, ...args] of commands) await client.call(command, ...args).catch(() => undefined);
    client.disconnect();
  };

  test('of servers that are well fails in nothing of theirs', async () => {
    await ask(['config', 'set', 'maxmemory-policy', 'noeviction']);
    const found = await findings();
    for (const check of [
      'database',
      'clock',
      'connections',
      'redis',
      'redis eviction',
      'redis memory',
      'feed',
    ])
      expect(found.get(check)).toMatchObject({ result: 'ok', why: null, help: null });
  });

  test('goes on when the servers are away, and says where they were looked for', async () => {
    const [one, other] = [await freePort(), await freePort()];
    const found = await findings({
      DATABASE_URL: `postgres://nobody:secret@127.0.0.1:${one}/none`,
      REDIS_URL: `redis://127.0.0.1:${other}`,
    });
    expect(found.get('database')).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining(String(one)) as string,
    });
    expect(found.get('redis')).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining(String(other)) as string,
    });
    expect(found.get('feed')).toMatchObject({ result: 'ok' });
    expect(JSON.stringify([...found])).not.toContain('secret');
  });

  test('sees a Redis that is full and evicts', async () => {
    await ask(['config', 'set', 'maxmemory-policy', 'allkeys-random'], ['config', 'set', 'maxmemory', '3mb']);
    const value = 'x'.repeat(100_000);
    await ask(...Array.from({ length: 40 }, (_, i) => ['set', `key${i}`, value] as const));
    const found = await findings();
    expect(found.get('redis eviction')).toMatchObject({
      result: 'fail',
      seen: expect.stringMatching(/allkeys-random, [1-9]\d* keys/) as string,
    });
    expect(found.get('redis memory')?.result).toMatch(/warn|fail/);
  });

  test('of a wrong setting ends there, with the sentence of the start', async () => {
    const found = await findings({ PORT: 'eighty' });
    expect(found.get('configuration')).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining('PORT="eighty"') as string,
    });
    expect([...found.keys()].at(-1)).toBe('configuration');
  });
});
