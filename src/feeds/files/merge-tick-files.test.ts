import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { mergeTickFiles } from './merge-tick-files.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merge-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, rows: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, ['timestamp,symbol,bid,ask', ...rows].join('\n'));
  return path;
}

async function merged(...paths: readonly string[]) {
  const ticks: string[] = [];
  const rejects: string[] = [];
  for await (const batch of mergeTickFiles(paths, { instruments })) {
    ticks.push(...batch.ticks.map(({ instrument, at }) => `${instrument} ${at}`));
    rejects.push(...batch.rejects.map(({ text }) => text));
  }
  return { ticks, rejects };
}
const START = 1_399_237_200_000;

test('merges by time; at equal times the file named first goes first', async () => {
  const euro = await file(
    'e.csv',
    [0, 2, 2, 9].map((ms) => `${START + ms},EURUSD,1.1,1.2`),
  );
  const yen = await file(
    'j.csv',
    [1, 2, 8].map((ms) => `${START + ms},USDJPY,101,102`),
  );
  const { ticks } = await merged(euro, yen);
  expect(ticks).toEqual(
    ['EURUSD 0', 'USDJPY 1', 'EURUSD 2', 'EURUSD 2', 'USDJPY 2', 'USDJPY 8', 'EURUSD 9'].map((text) => {
      const [name, ms] = text.split(' ');
      return `${name} ${START + Number(ms)}`;
    }),
  );
});

test('loses and repeats no row of files longer than a batch, and tells every broken line', async () => {
  const count = 9_000;
  const rows = (name: string, step: number) =>
    Array.from({ length: count }, (_, i) => `${START + i * step},${name},101,102`);
  const first = await file('a.csv', [...rows('USDJPY', 3), 'broken,1']);
  const second = await file('b.csv', ['broken,2', ...rows('EURJPY', 5)]);
  const { ticks, rejects } = await merged(first, second);
  expect(new Set(ticks).size).toBe(2 * count);
  expect(rejects.sort()).toEqual(['broken,1', 'broken,2']);
  const stamps = ticks.map((text) => Number(text.split(' ')[1]));
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
});

test('passes a single file through, and nothing of none', async () => {
  expect((await merged(await file('one.csv', [`${START},EURUSD,1.1,1.2`]))).ticks).toHaveLength(1);
  expect((await merged()).ticks).toEqual([]);
});
