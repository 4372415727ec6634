/** Hints between processes on a link that breaks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { HintReceiver, sendHint } from '../../src/storage/hints.ts';
import { openPostgres } from '../../src/storage/postgres-database.ts';
import { emptyDatabase } from '../support/database-copies.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

let database: Database;
let link: TcpProxy;
let receiver: HintReceiver;
const heard: (readonly string[])[] = [];

beforeAll(async () => {
  const url = await emptyDatabase();
  database = await openPostgres({ url });
  link = await TcpProxy.open(Number(new URL(url).port));
  const throughLink = new URL(url);
  throughLink.port = String(link.port);
  receiver = new HintReceiver(throughLink.href, { events: (names) => heard.push(names) });
  receiver.start();
  await until('it listens', () => heard.length === 1);
});
afterAll(async () => {
  await receiver.close();
  await link.close();
  await database.close();
});

test('a hint names what is new', async () => {
  await sendHint(database, 'events', ['7', '8']);
  await until('the hint has come', () => heard.length === 2);
  expect(heard[1]).toEqual(['7', '8']);
});

test('a link that ends is made again, and everything is hinted once', async () => {
  heard.length = 0;
  link.reset();
  await until('it listens again', () => heard.length === 1, 5_000);
  expect(heard).toEqual([[]]);
});

test('a link that says nothing any more is noticed', async () => {
  heard.length = 0;
  link.abandon();
  await until('it listens again', () => heard.length > 0, 15_000);
  await sendHint(database, 'events', ['9']);
  await until('the hint has come', () => heard.at(-1)?.[0] === '9', 5_000);
});
