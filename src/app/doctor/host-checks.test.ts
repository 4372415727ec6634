import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/units.ts';
import { backupAge, certificate, environmentFiles } from './host-checks.ts';

const now = Date.now() as EpochMs;
const inDays = (days: number) => (now + days * 86_400_000) as EpochMs;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fxalert-doctor-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the certificate', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: root, stdio: 'pipe' });
  const make = () => {
    mkdirSync(join(root, 'nginx/ssl'), { recursive: true });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
    openssl('req', '-x509', ...key, '-days', '30', '-subj', '/CN=fx', '-out', 'nginx/ssl/cert.pem');
  };

  it('is fine while it lasts, warned of in its last two weeks, and a failure once it has ended', async () => {
    make();
    expect(await certificate(root, now)).toMatchObject({
      result: 'ok',
      seen: expect.stringMatching(/in (29|30) days$/) as string,
    });
    expect(await certificate(root, inDays(17))).toMatchObject({
      result: 'warn',
      help: expect.stringContaining('scripts/certificate.sh') as string,
    });
    openssl('x509', '-in', 'nginx/ssl/cert.pem', '-signkey', 'key.pem', '-days', '-1', '-out', 'old.pem');
    execFileSync('mv', ['old.pem', 'nginx/ssl/cert.pem'], { cwd: root });
    expect(await certificate(root, now)).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining('cert.pem ended on ') as string,
    });
  });

  it('that is none is a failure; no file is said to be unseen', async () => {
    expect(await certificate(root, now)).toMatchObject({ result: 'unseen' });
    make();
    writeFileSync(join(root, 'nginx/ssl/cert.pem'), 'not a certificate');
    expect(await certificate(root, now)).toMatchObject({ result: 'fail', why: expect.any(String) as string });
  });
});

describe('the backup', () => {
  const backup = (name: string, hours: number, isComplete = true) => {
    mkdirSync(join(root, 'backups'), { recursive: true });
    const at = now / 1_000 - hours * 3_600;
    for (const file of isComplete ? [name, `${name}.sha256`] : [name]) {
      writeFileSync(join(root, 'backups', file), 'x');
      utimesSync(join(root, 'backups', file), at, at);
    }
  };

  it('is the newest complete one, and old after 26 hours', async () => {
    expect(await backupAge(root, now)).toMatchObject({ result: 'unseen' });
    backup('broken-off.sql.gz', 1, false);
    expect(await backupAge(root, now)).toMatchObject({
      result: 'warn',
      seen: 'backups has no complete backup',
    });
    backup('old.sql.gz', 30);
    expect(await backupAge(root, now)).toMatchObject({
      result: 'warn',
      seen: 'old.sql.gz was made 30.0 hours ago',
    });
    backup('new.sql.gz', 3);
    expect(await backupAge(root, now)).toMatchObject({
      result: 'ok',
      seen: 'new.sql.gz was made 3.0 hours ago',
    });
  });
});

describe('the environment', () => {
  it("fails with an example's value, in a file or in the process", async () => {
    expect(await environmentFiles(root, {})).toMatchObject([{ result: 'unseen' }]);
    writeFileSync(
      join(root, '.env.production'),
      '# change-me in a comment\nA=b\nREDIS_PASSWORD=change-me-redis\n',
    );
    chmodSync(join(root, '.env.production'), 0o600);
    const findings = await environmentFiles(root, { DATABASE_URL: 'postgres://u:change-me@h/d' });
    expect(findings.map(({ result, seen }) => `${result}: ${seen}`)).toEqual([
      "fail: the environment still has the example's value of DATABASE_URL",
      "fail: .env.production still has the example's value of REDIS_PASSWORD",
    ]);
  });

  it('is warned of when others can read it', async () => {
    writeFileSync(join(root, '.env.staging'), 'A=b\n');
    chmodSync(join(root, '.env.staging'), 0o644);
    expect(await environmentFiles(root, {})).toMatchObject([
      { result: 'warn', help: 'chmod 600 .env.staging' },
    ]);
    chmodSync(join(root, '.env.staging'), 0o600);
    expect(await environmentFiles(root, {})).toMatchObject([{ result: 'ok' }]);
  });
});
