/** What deploy.sh refuses before it touches anything, each in one sentence. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Stack } from './stack.ts';

export function refusals(stack: Stack): void {
  const refused = async (sentence: RegExp, env: Record<string, string> = {}) => {
    const { status, output } = await stack.run('./scripts/deploy.sh production', { env });
    expect(output).toMatch(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
    expect(await stack.done('docker ps -aq')).toBe('');
    expect(existsSync(join(stack.folder, 'nginx/ssl/cert.pem'))).toBe(false);
  };
  const withValue = async (name: string, value: string, sentence: RegExp) => {
    const before = (await stack.done(`sed -n 's/^${name}=//p' .env.production`)).trim();
    stack.set(name, value);
    try {
      await refused(sentence);
    } finally {
      stack.set(name, before);
    }
  };

  it('an environment that does not exist is named', async () => {
    const { status, output } = await stack.run('./scripts/deploy.sh prod');
    expect(output).toBe('deploy: "prod" is no environment: development, staging or production\n');
    expect(status).toBe(1);
  });

  it('a missing .env file is refused with the command that makes it', async () => {
    await stack.done('mv .env.production .env.kept');
    try {
      await refused(/\.env\.production is missing: cp \.env\.production\.example/);
    } finally {
      await stack.done('mv .env.kept .env.production');
    }
  });

  it("an example's password left in place is refused by its name", () =>
    withValue('GRAFANA_PASSWORD', 'change-me-grafana', /still has the example's value for GRAFANA_PASSWORD/));

  it('a weak secret is refused: empty, short, repeated, one used twice, or one that breaks a URL', async () => {
    await withValue('REDIS_PASSWORD', '', /REDIS_PASSWORD in \.env\.production is empty/);
    await withValue('REDIS_PASSWORD', 'short', /has 5 characters: 16 or more/);
    await withValue('REDIS_PASSWORD', 'aaaaaaaaaaaaaaaaaaaa', /repeats the same few characters/);
    await withValue('REDIS_PASSWORD', 'has@a:slash/in0123456', /has a character that is not/);
    const other = (await stack.done(`sed -n 's/^POSTGRES_PASSWORD=//p' .env.production`)).trim();
    await withValue('REDIS_PASSWORD', other, /POSTGRES_PASSWORD and REDIS_PASSWORD .* are the same/);
  });

  it('too little memory or disk is refused with both figures', async () => {
    await refused(/has \d+ MB of memory: 999999999 MB are needed/, { MIN_MEMORY_MB: '999999999' });
    await refused(/has \d+ MB of disk left: 999999999 MB are needed/, { MIN_DISK_MB: '999999999' });
  });

  it('a network that is none, or that this machine reaches another way, is refused with its interface', async () => {
    await withValue(
      'APP_SUBNET',
      '10.214.1.0',
      /APP_SUBNET="10\.214\.1\.0" in \.env\.production is no IPv4 network/,
    );
    await withValue('APP_SUBNET', '10.214.1.7/24', /is no network: its address has bits beyond \/24/);
    // The engine's own bridge, and a network around it.
    for (const subnet of ['10.212.0.0/24', '10.212.0.0/16', '10.212.0.128/25'])
      await withValue(
        'APP_SUBNET',
        subnet,
        new RegExp(`APP_SUBNET=${subnet} in .env.production is routed to docker0 already`),
      );
  });

  it('one port for two services is refused', () =>
    withValue(
      'GRAFANA_PORT',
      String(stack.ports.prometheus),
      /port 29090 \(GRAFANA_PORT in \.env\.production\) is given to two services/,
    ));

  it('the compose files of all three environments hold with their settings filled in', async () => {
    for (const [environment, file] of [
      ['development', 'docker-compose.yml'],
      ['staging', 'docker-compose.staging.yml'],
      ['production', 'docker-compose.prod.yml'],
    ] as const) {
      const settings = `.env.${environment}`;
      await stack.done(`[ -f ${settings} ] || sed 's/change-me/given-to/' ${settings}.example > ${settings}`);
      expect(await stack.done(`docker-compose -f ${file} config -q`)).toBe('');
    }
    await stack.done('rm .env.development .env.staging');
  });

  it('a taken port is refused with its name', async () => {
    const server = createServer().listen(stack.ports.https, '127.0.0.1');
    try {
      await refused(/port 28443 \(HTTPS_PORT in \.env\.production, on 127\.0\.0\.1\) is taken/);
    } finally {
      server.close();
    }
  });
}
