/** What was acknowledged survives: kill -9 of the embedded database's process, a crash of the PostgreSQL server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Random } from '../../src/kernel/random.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { copiedFolder } from '../support/database-copies.ts';
import { startPostgres } from '../support/postgres.ts';
import { withBundle } from '../support/with-bundle.ts';
import { collect, placedTicks, sampleBatch, sampleEvent } from '../support/samples.ts';

const KILLS = 10;

test('kill -9 during commits, ten times, loses no acknowledged batch and leaves none in part', async () => {
  const folder = await copiedFolder();
  const seed = Date.now() % 1_000_000;
  const random = new Random(seed);
  let acknowledged = 0;
  // It never lives long enough to be worth optimising.
  await withBundle('test/support/journal-writer.ts', async (writer) => {
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged;
      acknowledged = await writeUntilKilled(['--liftoff-only', writer, folder], random.integer(0, 300));
      expect(acknowledged, `seed ${seed}, kill ${kill}`).toBeGreaterThan(before);
    }
  });

  const database = await openDatabase({ kind: 'embedded', folder });
  const { journal, deliveries, events } = createStores(database);
  const { seq, feedPosition } = await journal.position();
  expect(seq, `seed ${seed}`).toBeGreaterThanOrEqual(acknowledged);
  expect(feedPosition).toBe(`line ${seq}`);
  const places = (await collect(journal.entriesAfter(0))).map((entry) => entry.seq);
  expect(places).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
  expect(await events.firingCounts(seq)).toEqual(new Map([['a1:1', seq / 20]]));
  expect((await deliveries.counts()).pending).toBe((seq / 20) * 2);
  await database.close();
  await rm(folder, { recursive: true });
});

test('a crash of the PostgreSQL server loses no acknowledged batch, and the pool finds the server again', async () => {
  const server = await startPostgres();
  const database = await openDatabase({ kind: 'postgres', url: await server.createDatabase(), poolSize: 4 });
  await migrate(database);
  const { journal } = createStores(database);
  let acknowledged = 0;
  const commit = (seq: number) =>
    journal.commit(
      sampleBatch({ ticks: placedTicks(seq, 1), events: [sampleEvent({ key: `a1:1:${seq}` })], seq }),
    );
  const write = async (): Promise<unknown> => {
    try {
      for (;;) {
        await commit(acknowledged + 1);
        acknowledged += 1;
      }
    } catch (error) {
      return error;
    }
  };
  for (let crash = 0; crash < 3; crash++) {
    const writing = write();
    await sleep(200);
    await server.crash();
    expect(await writing).toMatchObject({ code: 'unreachable' });
    await expect(journal.position()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`127.0.0.1:${server.port}`) as string,
    });
    await server.restart();
    const { seq } = await journal.position();
    expect(seq).toBeGreaterThanOrEqual(acknowledged);
    // The last commit may have happened although its answer was lost: committing it again changes nothing.
    if (seq > acknowledged) expect(await commit(seq)).toEqual([]);
    acknowledged = seq;
  }
  expect(acknowledged).toBeGreaterThan(3);
  expect(await collect(journal.entriesAfter(0))).toHaveLength(acknowledged);
  await database.close();
  await server.stop();
});

/** The last place that was acknowledged. */
async function writeUntilKilled(command: readonly string[], afterMs: number): Promise<number> {
  const writer = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaint = '';
  writer.stdout.on('data', (text: Buffer) => (said += text.toString()));
  writer.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const exited = once(writer, 'exit');
  while (!said.includes('\n')) {
    if (writer.exitCode !== null) throw new Error(`the writer ended by itself: ${complaint}`);
    await sleep(10);
  }
  await sleep(afterMs);
  writer.kill('SIGKILL');
  await exited;
  return Number(said.split('\n').at(-2));
}
