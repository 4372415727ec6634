/** scripts/certificate.sh: what it makes is served, what does not fit is refused, and the certificate in use stays. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shell } from '../support/shell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

describe('scripts/certificate.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fxalert-certificate-'));
  const run = (command: string) => shell(command, { cwd: folder, env: process.env });
  const inUse = () => readFileSync(join(folder, 'nginx/ssl/cert.pem'), 'utf8');
  const make = (name: string, days: number) =>
    run(
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days ${days} -subj /CN=${name} -keyout ${name}.key -out ${name}.pem`,
    );
  const refused = async (args: string, sentence: RegExp) => {
    const before = inUse();
    const { status, output } = await run(`scripts/certificate.sh ${args}`);
    expect(output).toMatch(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
    expect(inUse()).toBe(before);
  };

  beforeAll(async () => {
    cpSync(join(ROOT, 'scripts'), join(folder, 'scripts'), { recursive: true });
    expect(await run('scripts/certificate.sh self-signed fx.example.com')).toMatchObject({ status: 0 });
    await make('good', 30);
    await make('other', 30);
    await run('openssl x509 -in good.pem -signkey good.key -days -1 -out expired.pem');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('self-signed makes one for the name, for this machine, with a key that only its owner reads', async () => {
    const { output } = await run('openssl x509 -in nginx/ssl/cert.pem -noout -ext subjectAltName');
    expect(output).toMatch(/DNS:fx\.example\.com, DNS:localhost, IP Address:127\.0\.0\.1/);
    expect(statSync(join(folder, 'nginx/ssl/key.pem')).mode & 0o777).toBe(0o600);
  });

  it('install refuses what is no certificate, no key, does not fit, or has expired', async () => {
    await refused('install missing.pem good.key', /missing\.pem cannot be read/);
    await refused('install good.key good.key', /good\.key holds no certificate/);
    await refused('install good.pem good.pem', /good\.pem holds no unencrypted private key/);
    await refused('install good.pem other.key', /good\.pem and other\.key do not belong together/);
    await refused('install expired.pem good.key', /expired\.pem has expired \(/);
    await refused("self-signed 'not a name'", /"not a name" is no host name/);
    await refused('install good.pem', /usage: /);
  });

  it('install puts a good one in place and names it', async () => {
    const { status, output } = await run('scripts/certificate.sh install good.pem good.key');
    expect([status, output]).toEqual([0, 'nginx/ssl has the certificate of good\n']);
    expect(inUse()).toBe(readFileSync(join(folder, 'good.pem'), 'utf8'));
  });
});
