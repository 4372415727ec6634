/** What is done to the running product, row by row of the fault table in docs/reliability.md. Each leaves everything mended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/kernel/random.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../../src/storage/migrations/migrations.ts';
import { openDatabase } from '../../../src/storage/open-database.ts';
import type { WebhookStep } from '../../support/fake-webhook.ts';
import { isShuffled } from '../../support/recorded-walk.ts';
import type { ChaosStage } from './chaos-stage.ts';

export interface FaultRow {
  readonly name: string;
  /** Part of the selection that runs with every change. */
  readonly always: boolean;
  run(stage: ChaosStage, random: Random): Promise<void>;
}

async function replaceWorker(stage: ChaosStage, index: number): Promise<void> {
  await stage.kill(stage.workers[index]!);
  stage.startWorker(index);
}

async function randomKills(stage: ChaosStage, random: Random, ms: number): Promise<void> {
  const victims = [
    () => replaceWorker(stage, 0),
    () => replaceWorker(stage, 1),
    () => stage.replaceApi(),
    () => stage.replaceScheduler(),
  ];
  for (const until = performance.now() + ms; performance.now() < until;) {
    await sleep(random.integer(500, 6_000));
    await victims[random.integer(0, victims.length)]!();
  }
  await stage.api.ready();
}

const repeated = (count: number, step: WebhookStep): readonly WebhookStep[] =>
  Array.from({ length: count }, () => step);

/** Both links, for so long. */
async function breakLinks(
  { databaseLink, redisLink }: ChaosStage,
  how: (link: ChaosStage['redisLink']) => void,
  ms: number,
): Promise<void> {
  const links = [databaseLink, redisLink];
  links.forEach(how);
  await sleep(ms);
  for (const link of links) link.mend();
}

/** Until the hour of the market is so, and then is not so any more. */
async function passThrough(stage: ChaosStage, isSo: (hour: number) => boolean): Promise<void> {
  for (const wanted of [true, false])
    await until('the market is there', async () => isSo(await stage.hour()) === wanted);
}

/** Asks twice a second, for longer than any stretch of the walk lasts. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const limitAt = performance.now() + 300_000; !(await holds());) {
    if (performance.now() > limitAt) throw new Error(`not in time: ${what}`);
    await sleep(500);
  }
}

async function fireAtOnce(stage: ChaosStage, count: number, channel: string): Promise<void> {
  for (let index = 0; index < count; index++)
    await stage.api.api('POST', '/alerts', {
      ...{ name: `${channel} ${index}`, instruments: ['EURUSD'], when: 'bid > 0.5', frequency: 'once' },
      ...{ onArm: 'fire', channels: [channel] },
    });
}

export const FAULTS: readonly FaultRow[] = [
  {
    name: 'kill: each worker, then the API and the scheduler',
    always: true,
    async run(stage) {
      await replaceWorker(stage, 0);
      await stage.pulse();
      await replaceWorker(stage, 1);
      await Promise.all([stage.replaceApi(), stage.replaceScheduler()]);
      await stage.api.ready();
    },
  },
  {
    name: 'pause: a worker stands still for longer than its leases, then goes on',
    always: true,
    async run(stage) {
      stage.workers[0]!.signal('SIGSTOP');
      await sleep(9_000);
      stage.workers[0]!.signal('SIGCONT');
    },
  },
  {
    name: 'cut: every link to PostgreSQL and Redis for three seconds',
    always: true,
    run: (stage) => breakLinks(stage, (link) => link.cut(), 3_000),
  },
  {
    name: 'flush: Redis emptied, twice',
    always: true,
    async run(stage) {
      await stage.redis.flush();
      await stage.pulse();
      await stage.redis.flush();
    },
  },
  {
    name: 'disk-full: nothing left for PostgreSQL for six seconds',
    always: true,
    async run({ postgres, workers }) {
      const said = workers.map(({ stderr }) => stderr.length);
      for (const until = performance.now() + 6_000; performance.now() < until;) {
        await postgres.disk!.fill();
        await sleep(200);
      }
      await postgres.disk!.free();
      await postgres.restart();
      const words = workers.map(({ stderr }, index) => stderr.slice(said[index])).join('\n');
      if (!/no disk space left|no answer from/.test(words)) throw new Error(`nobody noticed:\n${words}`);
    },
  },
  {
    name: '429-storm: fifteen refusals that ask for a second',
    always: true,
    run({ webhook }) {
      webhook.script(...repeated(15, { status: 429, headers: { 'retry-after': '1' } }));
      return Promise.resolve();
    },
  },
  {
    name: 'accepted-then-time-out: three messages kept and never answered',
    always: true,
    async run({ webhook }) {
      webhook.script(...repeated(3, 'accept-then-hang'));
      await sleep(11_000);
    },
  },
  {
    name: 'shuffled-tick: quotes twice and in groups that come backwards',
    always: true,
    run: (stage) => passThrough(stage, isShuffled),
  },
  {
    name: 'burst: a hundred alerts that fire at once',
    always: true,
    run: (stage) => fireAtOnce(stage, 100, 'other'),
  },
  {
    name: 'slow-channel: fifty messages to another receiver that hangs',
    always: true,
    async run(stage) {
      stage.other.script(...repeated(50, 'hang'));
      await fireAtOnce(stage, 50, 'other');
      // The first receiver must not notice: behind the other it would wait for a time-out of ten seconds.
      const waits = [await stage.pulse(), await stage.pulse(), await stage.pulse()];
      if (Math.min(...waits) > 8_000)
        throw new Error(`a slow receiver held up the other: ${waits.join(', ')} ms`);
      stage.other.clearScript();
    },
  },
  {
    name: 'rolling-restart: each worker replaced while the other works',
    always: true,
    async run(stage) {
      for (const index of [0, 1]) {
        const old = stage.workers[index]!;
        stage.startWorker(index);
        await old.stop();
        await stage.pulse();
      }
    },
  },
  {
    name: 'upgrade: the schema of a newer version comes under load, and an older program is refused',
    always: true,
    async run(stage) {
      const database = await openDatabase({ kind: 'postgres', url: stage.directUrl, poolSize: 1 });
      const sql = ['events', 'deliveries', 'alerts'].map(
        (name) => `alter table ${name} add column newer int;`,
      );
      await migrate(database, [...MIGRATIONS, { version: 9_999, name: 'newer', sql: sql.join(' ') }]);
      await database.close();
      // What runs goes on; what starts must not.
      await stage.pulse();
      const { code, stderr } = await stage.startProcess('worker').finished;
      if (code !== 2 || !stderr.includes('start the newer version'))
        throw new Error(`an older program started on a newer schema, status ${code}:\n${stderr}`);
      await stage.sql(
        `${sql.join(' ').replaceAll('add column newer int', 'drop column newer')} delete from schema_migrations where version = 9999`,
      );
    },
  },
  {
    name: 'random kills of any process, ten seconds',
    always: true,
    run: (stage, random) => randomKills(stage, random, 10_000),
  },
  {
    name: 'database killed five times',
    always: false,
    async run(stage) {
      for (let crash = 0; crash < 5; crash++) {
        await stage.postgres.crash();
        await sleep(1_000);
        await stage.postgres.restart();
        await stage.pulse();
      }
    },
  },
  {
    name: 'database stands still for twenty seconds',
    always: false,
    async run({ postgres }) {
      postgres.pause();
      await sleep(20_000);
      postgres.resume();
    },
  },
  {
    name: 'half-open: links stay and nothing passes for twenty seconds',
    always: false,
    run: (stage) => breakLinks(stage, (link) => link.stall(), 20_000),
  },
  {
    name: 'slow links: 150 ms each way for twenty seconds',
    always: false,
    run: (stage) => breakLinks(stage, (link) => link.slow(150), 20_000),
  },
  {
    name: 'resets: every connection, ten times',
    always: false,
    async run({ databaseLink, redisLink }) {
      for (let reset = 0; reset < 10; reset++) {
        databaseLink.reset();
        redisLink.reset();
        await sleep(700);
      }
    },
  },
  {
    name: 'Redis killed and started again, empty',
    always: false,
    async run({ redis }) {
      await redis.crash();
      await sleep(5_000);
      await redis.restart();
    },
  },
  {
    name: 'Redis out of memory for ten seconds',
    always: false,
    async run({ redis }) {
      await redis.limitMemory(1);
      await sleep(10_000);
      await redis.limitMemory(0);
    },
  },
  {
    name: 'slow-channel: two hundred answers that take their time-out',
    always: false,
    async run({ webhook }) {
      webhook.script(...repeated(200, 'hang'));
      await sleep(60_000);
      webhook.clearScript();
    },
  },
  {
    name: 'silence: no quote for twenty seconds, and the page is told',
    always: false,
    async run(stage) {
      for (const wanted of ['stale', 'live'])
        await until(`the feed is ${wanted}`, () => stage.feedIs(wanted));
    },
  },
  {
    name: 'random kills of any process, ten minutes',
    always: false,
    run: (stage, random) => randomKills(stage, random, 600_000),
  },
];
