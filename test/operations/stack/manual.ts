/** Every command of the operator's manual as it is printed there, with its effect. What needs a real host (ufw) is named, not run. */
import { beforeAll, expect, it } from 'vitest';
import type { Stack } from './stack.ts';
import { takeDown } from './take-down.ts';

const COMPOSE = 'docker-compose -f docker-compose.prod.yml';

/** Command and what it prints; the manual's interactive ones get the flag that ends them. They change nothing that runs. */
const LOOKS: readonly (readonly [command: string, prints: RegExp])[] = [
  [`${COMPOSE} ps`, /forex_alert_postgres.*healthy/],
  [`${COMPOSE} config`, /forex_alert_db/],
  [`${COMPOSE} logs`, /forex_alert_postgres/],
  [`${COMPOSE} logs api`, /"role":/],
  [`timeout 2 ${COMPOSE} logs -f api || [ $? = 124 ]`, /"role":/],
  [`${COMPOSE} logs --tail=100 | grep -i error || true`, /^/],
  [`${COMPOSE} logs --since="2024-01-01T00:00:00"`, /"role":/],
  [`${COMPOSE} logs api | grep "authentication"`, /authentication/],
  ['tail -n 50 logs/nginx/access.log | grep "error\\|warning"', /"level":"(warning|error)"/],
  ['docker stats --no-stream', /forex_alert_postgres/],
  ['docker system df', /Images/],
  ['free -h', /Mem:/],
  ['ps aux --sort=-%mem | head -10', /%MEM/],
  ['df -h', /Filesystem/],
  ['du -sh logs/*', /logs\/app\n.*logs\/nginx\n.*logs\/system/],
  ['docker exec forex_alert_postgres pg_isready -U forex_user', /accepting connections/],
  ['docker exec forex_alert_postgres psql -U forex_user -d forex_alert_db -c "SELECT 1;"', /\(1 row\)/],
  [
    'docker exec -i forex_alert_postgres psql -U forex_user -d forex_alert_db -c "\\dt"',
    /technical_indicators/,
  ],
  [
    'docker exec forex_alert_postgres psql -U forex_user -d forex_alert_db -c "SELECT query, calls, total_time, mean_time FROM operating.slow_queries LIMIT 10;"',
    /mean_time/,
  ],
  [
    'docker exec forex_alert_postgres psql -U forex_user -d forex_alert_db -c "\\d technical_indicators"',
    /idx_currency_timestamp/,
  ],
  [
    'docker exec forex_alert_postgres psql -U forex_user -d forex_alert_db -c "DROP INDEX IF EXISTS unused_index_name;"',
    /DROP INDEX/,
  ],
  [
    `docker exec forex_alert_postgres pg_dump -U forex_user forex_alert_db > backup_$(date +%Y%m%d_%H%M%S).sql && gzip backup_*.sql && ls backup_*.sql.gz`,
    /backup_\d{8}_\d{6}\.sql\.gz/,
  ],
  [
    'docker exec forex_alert_postgres pg_dump -U forex_user forex_alert_db > emergency_backup.sql && tail -n 10 emergency_backup.sql',
    /PostgreSQL database dump complete/,
  ],
  [
    'tar -czf config_backup_$(date +%Y%m%d).tar.gz .env.production config/ nginx/ monitoring/ && ls config_backup_*',
    /config_backup_\d{8}\.tar\.gz/,
  ],
  ['./scripts/maintenance.sh daily || [ $? = 1 ]', /0 hours old.* its checksum is right\n(.*\n)*done: /],
  // Where no worker runs.
  [`${COMPOSE} run --rm --no-deps -T worker doctor || [ $? = 1 ]`, /"check":"database","result":"ok"/],
  ['./scripts/install-schedule.sh production --print', /^0 2 \* \* \* .*scripts\/backup\.sh production/m],
];

/** What changes the state of a service: one after the other. */
const CHANGES: typeof LOOKS = [
  [`${COMPOSE} restart worker && ${COMPOSE} ps worker`, /Up/],
  [`${COMPOSE} stop scheduler && ${COMPOSE} ps -a scheduler`, /Exited/],
  [`${COMPOSE} start scheduler && ${COMPOSE} ps scheduler`, /Up/],
  // What its job does at 02:00; the restore drill below takes what this makes.
  [
    `${COMPOSE} exec -T scheduler bash scripts/backup-native.sh /app/backups`,
    /^\/app\/backups\/production-\d{8}_\d{6}\.sql\.gz: /m,
  ],
];

export function manual(stack: Stack): void {
  beforeAll(async () => {
    await stack.get('/api/v1/status', { authorization: 'Bearer fxa_wrong_key' });
  });

  it.concurrent.each(LOOKS)('%s', async (command, prints) => {
    expect(await stack.done(command)).toMatch(prints);
  });

  it('fxalert in a container asks the API with a key', async () => {
    const typed = `${COMPOSE} exec -T -e FXALERT_KEY=${await stack.newKey()} api node bin/fxalert.mjs`;
    await stack.done(`${typed} jobs list`);
    expect(await stack.done(`${typed} events`)).toContain('proof of the dashboards');
  });

  it('doctor finds nothing that fails, once the engine that was killed has written its state again', async () => {
    const doctor = () => stack.run(`${COMPOSE} exec -T worker node bin/fxalert.mjs doctor`);
    await expect.poll(doctor, { timeout: 90_000, interval: 5_000 }).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^ok {5}prices: the last price, of [A-Z, ]+, is \d+ s old$/m) as string,
    });
  }, 100_000);

  it.each(CHANGES)('%s', async (command, prints) => {
    expect(await stack.done(command)).toMatch(prints);
  });

  it('maintenance.sh quarterly looks at everything from the host, and finds the newest backup whole', async () => {
    // Whoever has no registry of packages is told so at once.
    const { status, output } = await stack.run('./scripts/maintenance.sh quarterly', {
      env: { npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0' },
    });
    for (const part of [
      /mean_time, total_time, calls:/,
      /the largest tables, and what they gained:\n +\w+: /,
      /logins failed in a week/,
      /unseen {4}vulnerabilities: the registry of packages gave no report/,
      /no image is older than 60 days/,
      /no secret can be read by every user/,
      /the disk has \S+ left/,
      /ok {8}\.env\.production is complete/,
      /ok {8}\.env\.production changed 0 days ago/,
      /ok {8}keys; name, scopes, last use, unused:\n +\w+\t/,
      /ok {8}the newest backup restores whole/,
    ])
      expect(output).toMatch(part);
    expect([status, output]).toEqual([status === 0 ? 0 : 1, expect.stringMatching(/^done: /m)]);
  }, 180_000);

  it('docker restart forex_alert_postgres, and cutting every connection to it: back by itself', async () => {
    await stack.done('docker restart forex_alert_postgres');
    await stack.healthy('forex_alert_postgres');
    const started = await stack.done("docker inspect -f '{{.State.StartedAt}}' forex_alert_postgres");
    await stack.run('docker exec forex_alert_postgres pkill -f postgres');
    await stack.healthy('forex_alert_postgres');
    await expect
      .poll(() => stack.done("docker inspect -f '{{.State.StartedAt}}' forex_alert_postgres"), {
        timeout: 30_000,
      })
      .not.toBe(started);
    await stack.healthy('forex_alert_postgres');
  }, 120_000);

  it('docker kill of a container stops it for good, start brings it back', async () => {
    await stack.done('docker kill forex_alert-worker-1');
    expect(await stack.done(`${COMPOSE} ps -a worker`)).toMatch(/Exited/);
    await stack.done(`${COMPOSE} start worker`);
    await stack.healthy('forex_alert-worker-1');
  }, 120_000);

  it('emergency stop, then staged recovery by hand: database and Redis first, then everything', async () => {
    await takeDown(stack, `${COMPOSE} down --timeout 0`);
    expect(await stack.done('docker ps -aq')).toBe('');
    await stack.done(`${COMPOSE} up -d postgres redis`);
    await stack.healthy('forex_alert_postgres');
    await stack.done(`${COMPOSE} up -d`);
    await stack.healthy('forex_alert_nginx', 90_000);
    expect((await stack.get('/health/ready')).status).toBe(200);
  }, 200_000);

  it('a restore by hand brings back every row, into an empty database', async () => {
    const psql = 'docker exec -i forex_alert_postgres psql -U forex_user';
    const postgres = 'docker exec forex_alert_postgres';
    const candles = (
      await stack.done("grep -c . <(sed -n '/^COPY public.candles /,/^\\\\.$/p' emergency_backup.sql)")
    ).trim();
    await stack.done(`${COMPOSE} stop api worker scheduler`);
    await stack.done(`${postgres} dropdb -U forex_user --force forex_alert_db`);
    await stack.done(`${postgres} createdb -U forex_user forex_alert_db`);
    expect(await stack.done(`${psql} forex_alert_db < emergency_backup.sql`)).not.toMatch(/^ERROR/m);
    // Less the first line of the copy and its last.
    expect(await stack.done(`${psql} -Atc 'select count(*) from candles' forex_alert_db`)).toBe(
      `${Number(candles) - 2}\n`,
    );
    await stack.done('docker exec forex_alert_redis redis-cli flushall');
    await stack.done(`${COMPOSE} up -d`);
    await expect
      .poll(async () => (await stack.get('/health/ready')).status, { timeout: 90_000, interval: 500 })
      .toBe(200);
  }, 200_000);

  it('docker system prune -a takes no data and nothing that runs', async () => {
    const before = await stack.done('docker volume ls -q');
    await stack.done('docker system prune -a -f');
    expect(await stack.done('docker volume ls -q')).toBe(before);
    expect((await stack.get('/health/ready')).status).toBe(200);
  });
}
