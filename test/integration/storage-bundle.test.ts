/** The embedded database finds its thread from a bundle as well as from sources. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withBundle } from '../support/with-bundle.ts';

const run = promisify(execFile);
const PROGRAM = 'test/support/open-and-write.ts';
const EXPECTED = JSON.stringify({ seq: 3, feedPosition: null });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fxalert-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('from sources, through tsx', async () => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', PROGRAM, join(folder, 'sources')]);
  expect(stdout).toBe(EXPECTED);
});

test('from a bundle with the thread as an entry of its own', async () => {
  const { stdout } = await withBundle(PROGRAM, (program) =>
    run(process.execPath, [program, join(folder, 'bundle')]),
  );
  expect(stdout).toBe(EXPECTED);
});
