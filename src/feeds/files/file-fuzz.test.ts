import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { readTickFile } from './tick-file.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const HEADER = 'timestamp,symbol,bid,ask';
const ROW = '2014-05-04T21:00:00.462Z,EURUSD,1.38817,1.38884';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-fuzz-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A row with a piece cut out and another put in; no line feed, so that lines stay countable. */
const mutated = fc
  .record({ at: fc.nat(50), remove: fc.nat(4), insert: fc.string({ unit: 'binary-ascii', maxLength: 3 }) })
  .map(({ at, remove, insert }) =>
    (ROW.slice(0, at) + insert.replaceAll('\n', '') + ROW.slice(at + remove)).replaceAll('\n', ''),
  );

test(
  '20,000 mutated rows: every line is a tick or a reject with its number, or blank',
  { timeout: 60_000 },
  async () => {
    const path = join(folder, 'ticks.csv');
    const rows = fc.array(mutated, { minLength: 1_000, maxLength: 1_000 });
    await fc.assert(
      fc.asyncProperty(rows, async (lines) => {
        await writeFile(path, [HEADER, ...lines].join('\n'));
        const seen = new Set<number>();
        for await (const batch of readTickFile(path, { instruments })) {
          for (const line of batch.lines) seen.add(line);
          for (const { line, text } of batch.rejects) {
            seen.add(line!);
            expect(text.length).toBeLessThanOrEqual(200);
          }
          for (const { bid, ask, at } of batch.ticks) expect(Number.isNaN(bid + ask + at)).toBe(false);
        }
        const blank = lines.filter((line) => /^[ \r"]*$/.test(line)).length;
        expect(seen.size + blank).toBe(lines.length);
      }),
      { numRuns: 20 },
    );
  },
);
