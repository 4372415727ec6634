/** The scheduler's backup over a real server: whole, checked, sealed, and one a day whoever makes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { backupJob } from '../../src/jobs/backup.ts';
import { openCopy } from '../support/database-copies.ts';
import type { TestDatabase } from '../support/databases.ts';

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await openCopy('postgres');
});
afterAll(() => test.dispose());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fxalert-backup-'));
  return () => rmSync(folder, { recursive: true });
});

function run(environment: Record<string, string> = {}): Promise<string | null> {
  const url = test.options.kind === 'postgres' ? test.options.url : '';
  return backupJob({
    ...{ folder, zone: 'Asia/Tokyo', script: 'scripts/backup-native.sh' },
    environment: { DATABASE_URL: url, BACKUP_NAME: 'production', ...environment },
  }).run(AbortSignal.timeout(60_000));
}
const backups = () => readdirSync(folder).filter((name) => /\.sql\.gz(\.enc)?$/.test(name));
const shell = (command: string) => execFileSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' });

it('is a whole dump with its checksum, for its owner only', async () => {
  expect(await run()).toMatch(/^\S+production-\d{8}_\d{6}\.sql\.gz: /);
  const [name = 'none'] = backups();
  expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(shell(`sha256sum -c ${name}.sha256`)).toContain('OK');
  expect(shell(`gzip -dc ${name} | tail -12`)).toContain('PostgreSQL database dump complete');
});

it('is made once a day, also when two come at the same moment', async () => {
  const said = await Promise.all([run(), run(), run()]);
  expect(said.filter((text) => text === "backup: today's is there already")).toHaveLength(2);
  expect(await run()).toBe("backup: today's is there already");
  expect(backups()).toHaveLength(1);
  // The day after.
  shell('touch -d "21 hours ago" .production-scheduled');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await run();
  expect(backups()).toHaveLength(2);
});

it('is sealed with the passphrase, which opens it', async () => {
  await run({ BACKUP_PASSPHRASE: 'correct horse' });
  const [name = 'none'] = backups();
  expect(name).toMatch(/\.sql\.gz\.enc$/);
  const open = `openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass pass:"correct horse" <${name} | gzip -dc | head -5`;
  expect(shell(open)).toContain('PostgreSQL database dump');
});

it('that breaks off fails in one sentence, leaves nothing, and is no turn', async () => {
  await expect(run({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow(
    'backup: the dump broke off; there is no new backup',
  );
  expect(readdirSync(folder)).toEqual([]);
  expect(await run()).toContain('production-');
});
