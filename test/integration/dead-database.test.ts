/** The embedded database's thread dies under the running product: nothing can be recorded any more, so the process has to end. */
import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Product, startProduct } from '../../src/app/product.ts';
import { readConfig } from '../../src/config/config.ts';
import { within } from '../../src/app/within.ts';
import { copiedFolder } from '../support/database-copies.ts';

let folder: string;
let product: Product;
const threads = new Set<Worker>();

beforeEach(async () => {
  folder = await copiedFolder();
  const post = Object.getOwnPropertyDescriptor(Worker.prototype, 'postMessage')!
    .value as Worker['postMessage'];
  vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...message) {
    threads.add(this);
    post.apply(this, message);
  });
  const config = readConfig({}, { DATA_DIR: folder, FEED: 'simulated', PORT: '0' });
  if (!config.ok) throw new Error(config.error.join('\n'));
  product = await startProduct(config.value, pino({ level: 'silent' }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test('the product says that it cannot go on, and stops all the same when it is told to', async () => {
  expect(threads.size).toBe(1);
  for (const thread of threads) await thread.terminate();
  expect(await product.failed).toMatchObject({ code: 'damaged' });
  expect(
    await within(
      product.stop().catch(() => undefined),
      10_000,
    ),
  ).toBe(true);
}, 30_000);
