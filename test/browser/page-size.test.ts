/** The first load is at most 200 kB compressed; the chart and the editor come when they are needed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const LIMIT_BYTES = 200 * 1024;
const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url));

test('what index.html asks for at once weighs at most 200 kB', () => {
  const html = readFileSync(`${BUILT}index.html`, 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(files.some((file) => file.endsWith('.js') && file.startsWith('assets/'))).toBe(true);
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  const bytes = ['index.html', ...files]
    .map((file) => gzipSync(readFileSync(BUILT + file)).length)
    .reduce((sum, length) => sum + length, 0);
  console.log(`first load: ${(bytes / 1024).toFixed(1)} kB gzip of ${LIMIT_BYTES / 1024}`);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});
