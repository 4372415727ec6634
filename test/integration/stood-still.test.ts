/** A process that is cut off, or stands still, in the middle of a transaction: the others do not wait for it for long. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openPostgres } from '../../src/storage/postgres-database.ts';
import { emptyDatabase } from '../support/database-copies.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let link: TcpProxy;
let cutOff: Database;
let other: Database;

beforeAll(async () => {
  const url = new URL(await emptyDatabase());
  other = await openPostgres({ url: url.href });
  await other.script('create table held (n int); insert into held values (0)');
  link = await TcpProxy.open(Number(url.port));
  url.port = String(link.port);
  cutOff = await openPostgres({ url: url.href });
});
afterAll(async () => {
  await link.close();
  await cutOff.close();
  await other.close();
});

test('what it has locked is free within fifteen seconds', async () => {
  let goOn = (): void => undefined;
  const standing = new Promise<void>((resolve) => (goOn = resolve));
  const began = new Promise<void>((resolve, reject) => {
    cutOff
      .transaction(async (sql) => {
        await sql.query('update held set n = 1');
        link.abandon();
        resolve();
        await standing;
      })
      .catch(reject);
  });
  await began;
  const startedMs = performance.now();
  const write = (): Promise<unknown> => other.query('update held set n = 2').catch(write);
  await write();
  expect(performance.now() - startedMs).toBeLessThan(15_000);
  goOn();
}, 90_000);
