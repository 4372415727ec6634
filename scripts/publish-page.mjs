// Copies the built page into the folder that nginx serves. Assets carry their hash, so those of earlier versions stay for browsers that
// still show an earlier page, and are dropped when no deployment has brought them for a month; index.html changes last, by a rename.
import { cpSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KEEP_MS = 30 * 24 * 3_600_000;
const target = process.argv[2];
if (target === undefined) {
  console.error('usage: node scripts/publish-page.mjs FOLDER');
  process.exit(2);
}
const source = fileURLToPath(new URL('../dist/web', import.meta.url));
const names = readdirSync(source, { recursive: true }).filter((name) =>
  statSync(join(source, name)).isFile(),
);
const isIndex = (name) => /^index\.html(\.gz)?$/.test(name);
const now = new Date();

for (const name of names.filter((each) => !isIndex(each))) {
  cpSync(join(source, name), join(target, name));
  utimesSync(join(target, name), now, now);
}
for (const name of names.filter(isIndex)) {
  cpSync(join(source, name), join(target, `${name}.new`));
  renameSync(join(target, `${name}.new`), join(target, name));
}
let dropped = 0;
for (const name of readdirSync(target, { recursive: true })) {
  const path = join(target, name);
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isFile() || isIndex(name) || now.getTime() - mtimeMs < KEEP_MS) continue;
  rmSync(path);
  dropped += 1;
}
console.log(`page published: ${names.length} files, ${dropped} of earlier versions dropped`);
