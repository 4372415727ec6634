import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.ts';

test('there are twelve, each with a name of its own', () => {
  expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(12);
});

test.each(PLANTED_BUGS)('can still be planted: $name', async ({ edits }) => {
  for (const { file, find, put } of edits) {
    const text = await readFile(file, 'utf8');
    expect(text.split(find).length - 1, `${file} has these lines once:\n${find}`).toBe(1);
    expect(put).not.toBe(find);
  }
});
