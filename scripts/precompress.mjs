// Writes FILE.gz beside every text file of the built page, so that nginx sends it without compressing again (gzip_static).
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, constants } from 'node:zlib';

const root = process.argv[2];
if (root === undefined) {
  console.error('usage: node scripts/precompress.mjs FOLDER');
  process.exit(2);
}
/** Below this a packet holds it anyway. */
const MIN_BYTES = 1_024;
const TEXT = /\.(css|html|js|json|map|mjs|svg|txt|webmanifest)$/;

for (const name of readdirSync(root, { recursive: true })) {
  const path = join(root, name);
  if (!TEXT.test(path) || statSync(path).size < MIN_BYTES) continue;
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
}
