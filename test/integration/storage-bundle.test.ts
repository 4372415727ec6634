/** The embedded database finds its thread from a bundle as well as from sources. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copiedFolder } from '../support/database-copies.ts';
import { withBundle } from '../support/with-bundle.ts';

const run = promisify(execFile);
const PROGRAM = 'test/support/open-and-write.ts';
const EXPECTED = JSON.stringify({ seq: 3, feedPosition: null });

let folder: string;
beforeEach(async () => {
  folder = await copiedFolder();
});
afterEach(() => rm(folder, { recursive: true }));

test('from sources, through tsx', async () => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', PROGRAM, folder]);
  expect(stdout).toBe(EXPECTED);
});

test('from a bundle with the thread as an entry of its own', async () => {
  const { stdout } = await withBundle(PROGRAM, (program) => run(process.execPath, [program, folder]));
  expect(stdout).toBe(EXPECTED);
});
