/** The operator's files, read by the programs that will read them: shells, YAML, Prometheus, Alertmanager. Each check first sees files. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../support/free-port.ts';
import { shell } from '../support/shell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const here = { cwd: ROOT, env: process.env };
const listed = (pattern: string) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');

interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
const alertRules = listed('monitoring/prometheus/rules/*.yml')
  .flatMap(
    (name) => (parse(readFileSync(`${ROOT}/${name}`, 'utf8')) as { groups: { rules: Rule[] }[] }).groups,
  )
  .flatMap(({ rules }) => rules)
  .filter(({ alert }) => alert !== undefined);

describe('every shell script', () => {
  const scripts = listed('*.sh').concat('.ci/run');

  it('passes shellcheck', async () => {
    expect(scripts.length).toBeGreaterThan(15);
    expect(await shell(`shellcheck -x ${scripts.join(' ')}`, here)).toMatchObject({ output: '', status: 0 });
  });

  it('says in its first lines what it does, and stops at the first error', () => {
    const programs = scripts.filter((name) => !name.startsWith('scripts/lib/'));
    const silent = programs.filter((name) => !/^#!.*\n# /.test(readFileSync(`${ROOT}/${name}`, 'utf8')));
    expect(silent).toEqual([]);
    const careless = programs.filter(
      (name) => !/^set -(eu|euo pipefail|uo pipefail)$/m.test(readFileSync(`${ROOT}/${name}`, 'utf8')),
    );
    expect(careless).toEqual([]);
  });
});

describe('every YAML file', () => {
  it('passes yamllint', async () => {
    expect(listed('*.yml').length).toBeGreaterThan(8);
    expect(await shell('yamllint --strict -c .yamllint.yml .', here)).toMatchObject({
      output: '',
      status: 0,
    });
  });
});

describe('Prometheus', () => {
  it('takes its configuration and the rules', async () => {
    const { status, output } = await shell(
      'promtool check config monitoring/prometheus/prometheus.yml',
      here,
    );
    expect(output).toMatch(/SUCCESS: \d+ rules found/);
    expect(status).toBe(0);
  });

  it('fires each rule when it is time, and not before or after', async () => {
    const { status, output } = await shell('promtool test rules monitoring/prometheus/tests/*.yml', here);
    expect([status, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
    const tested = listed('monitoring/prometheus/tests/*.yml')
      .map((name) => readFileSync(`${ROOT}/${name}`, 'utf8'))
      .join('\n');
    expect(alertRules.length).toBeGreaterThan(15);
    const untested = alertRules.filter(
      ({ alert }) => !new RegExp(`alertname: ${alert}\\n +exp_alerts:\\n +- `).test(tested),
    );
    expect(untested.map(({ alert }) => alert)).toEqual([]);
  });

  it('names for each rule a severity, a meaning and a runbook that exists', () => {
    const faults = alertRules.filter(
      ({ labels, annotations }) =>
        !['warning', 'critical'].includes(labels?.['severity'] ?? '') ||
        annotations?.['summary'] === undefined ||
        annotations['meaning'] === undefined ||
        !existsSync(`${ROOT}/${annotations['runbook'] ?? 'none'}`),
    );
    expect(faults.map(({ alert }) => alert)).toEqual([]);
  });
});

describe('Alertmanager', () => {
  const withReceivers = (environment: string) =>
    shell(
      `folder=$(mktemp -d) && sed "s#/etc/alertmanager#monitoring/alertmanager#; s#=/tmp/#=$folder/#" monitoring/alertmanager/start.sh > $folder/start.sh &&
       ${environment} sh $folder/start.sh --print > $folder/printed.yml && amtool check-config $folder/printed.yml; status=$?; rm -r $folder; exit $status`,
      here,
    );

  it('takes its configuration without a receiver, with mail, with a webhook', async () => {
    expect(await withReceivers('')).toMatchObject({ status: 0 });
    expect(
      await withReceivers('OPERATOR_EMAIL=a@example.com OPERATOR_SMTP_HOST=mail.example.com:587'),
    ).toMatchObject({ status: 0 });
    expect(await withReceivers('OPERATOR_WEBHOOK_URL=http://127.0.0.1:1/hook')).toMatchObject({ status: 0 });
  });

  it('holds back that no ticks come where no worker runs, and not for an exporter that is down', async () => {
    const port = await freePort();
    const { status, output } = await shell(
      `folder=$(mktemp -d) && sed "s#/etc/alertmanager#monitoring/alertmanager#; s#=/tmp/#=$folder/#" monitoring/alertmanager/start.sh > $folder/start.sh &&
       sh $folder/start.sh --print > $folder/printed.yml || exit 1
       prometheus-alertmanager --config.file=$folder/printed.yml --storage.path=$folder --cluster.listen-address= --web.listen-address=127.0.0.1:${port} 2>$folder/log &
       url=--alertmanager.url=http://127.0.0.1:${port}
       for _ in $(seq 50); do amtool alert query $url >/dev/null 2>&1 && break; sleep 0.2; done
       amtool alert add $url alertname=NoTicks && amtool alert add $url alertname=TargetDown job=node instance=n:9100 && sleep 1
       amtool alert query $url --inhibited -o json
       amtool alert add $url alertname=TargetDown job=worker && sleep 1
       amtool alert query $url --inhibited -o json
       kill $!; rm -r $folder`,
      here,
    );
    const [before = '', after = ''] = output.trim().split('\n');
    expect([status, JSON.parse(before)]).toEqual([0, []]);
    expect(JSON.parse(after)).toMatchObject([{ labels: { alertname: 'NoTicks' } }]);
  });

  it('does not start with a mail address and no mail server', async () => {
    expect((await withReceivers('OPERATOR_EMAIL=a@example.com')).output).toContain(
      'OPERATOR_EMAIL needs OPERATOR_SMTP_HOST',
    );
  });
});

describe('the example of each environment', () => {
  const environments = ['development', 'staging', 'production'];
  const names = (environment: string) =>
    [...readFileSync(`${ROOT}/.env.${environment}.example`, 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
      ([, name]) => name,
    );

  it('names the same settings', () => {
    expect(names('production').length).toBeGreaterThan(15);
    for (const environment of environments)
      expect([environment, names(environment)]).toEqual([environment, names('production')]);
  });

  it('is used: each setting is read by the compose files or the scripts', () => {
    const readers = [...listed('compose/*.yml'), ...listed('scripts/*.sh'), ...listed('scripts/lib/*.sh')];
    const text = readers.map((name) => readFileSync(`${ROOT}/${name}`, 'utf8')).join('\n');
    expect(names('production').filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });
});
