import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogFile } from './log-file.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'log-file-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = (sentence: string): never => {
  throw new Error(sentence);
};
const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');

test('lines arrive in the order they were written', async () => {
  const file = new LogFile(join(folder, 'api.log'), never);
  const lines = Array.from({ length: 500 }, (_, index) => `${index}\n`);
  for (const line of lines) file.write(line);
  await vi.waitFor(async () => expect(await text('api.log')).toBe(lines.join('')));
});

test('a file renamed by rotation is left, and a new one begun', async () => {
  const file = new LogFile(join(folder, 'api.log'), never);
  file.write('before\n');
  await vi.waitFor(async () => expect(await text('api.log')).toBe('before\n'));
  await rename(join(folder, 'api.log'), join(folder, 'api.log-1'));
  file.write('after\n');
  await vi.waitFor(async () => expect(await text('api.log')).toBe('after\n'));
  expect(await text('api.log-1')).toBe('before\n');
});

test('two writers share a file without tearing each other’s lines', async () => {
  const [one, other] = [1, 2].map(() => new LogFile(join(folder, 'worker.log'), never));
  for (let index = 0; index < 200; index++) {
    one?.write(`one ${index}\n`);
    other?.write(`other ${index}\n`);
  }
  await vi.waitFor(async () => expect((await text('worker.log')).trim().split('\n')).toHaveLength(400));
  for (const line of (await text('worker.log')).trim().split('\n')) expect(line).toMatch(/^(one|other) \d+$/);
});

test('a file that cannot be written is said once, and nothing is lost when it can be again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const said: string[] = [];
    const file = new LogFile(join(folder, 'app', 'api.log'), (sentence) => said.push(sentence));
    file.write('first\n');
    await vi.waitUntil(() => said.length === 1);
    file.write('second\n');
    expect(said).toEqual([expect.stringContaining('cannot be written (ENOENT)')]);
    await mkdir(join(folder, 'app'));
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitUntil(() => said.length === 2);
    expect(await text('app/api.log')).toBe('first\nsecond\n');
    expect(said[1]).toContain('written again; 0 lines');
  } finally {
    vi.useRealTimers();
  }
});
