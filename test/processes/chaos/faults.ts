/** What is done to the running product, row by row of the fault table in docs/reliability.md. Each leaves everything mended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/kernel/random.ts';
import type { WebhookStep } from '../../support/fake-webhook.ts';
import type { ChaosStage } from './chaos-stage.ts';

export interface FaultRow {
  readonly name: string;
  /** Part of the selection that runs with every change. */
  readonly always: boolean;
  run(stage: ChaosStage, random: Random): Promise<void>;
}

async function killAndStart(stage: ChaosStage, index: number): Promise<void> {
  await stage.kill(stage.workers[index]!);
  stage.startWorker(index);
}

async function randomKills(stage: ChaosStage, random: Random, ms: number): Promise<void> {
  for (const until = performance.now() + ms; performance.now() < until;) {
    await sleep(random.integer(500, 6_000));
    await killAndStart(stage, random.integer(0, 2));
  }
}

const repeated = (count: number, step: WebhookStep): readonly WebhookStep[] =>
  Array.from({ length: count }, () => step);

export const FAULTS: readonly FaultRow[] = [
  {
    name: 'kill: each worker, then the scheduler',
    always: true,
    async run(stage) {
      await killAndStart(stage, 0);
      await stage.pulse();
      await killAndStart(stage, 1);
      await stage.kill(stage.scheduler);
      stage.scheduler = stage.startProcess('scheduler');
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
    async run({ databaseLink, redisLink }) {
      databaseLink.cut();
      redisLink.cut();
      await sleep(3_000);
      databaseLink.mend();
      redisLink.mend();
    },
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
    name: '429-storm: sixty refusals that ask for a second',
    always: true,
    run({ webhook }) {
      webhook.script(...repeated(60, { status: 429, headers: { 'retry-after': '1' } }));
      return Promise.resolve();
    },
  },
  {
    name: 'accepted-then-time-out: five messages kept and never answered',
    always: true,
    async run({ webhook }) {
      webhook.script(...repeated(5, 'accept-then-hang'));
      await sleep(11_000);
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
    name: 'random kills of either worker, ten seconds',
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
    name: 'half-open: links stay and nothing passes for twenty seconds',
    always: false,
    async run({ databaseLink, redisLink }) {
      databaseLink.stall();
      redisLink.stall();
      await sleep(20_000);
      databaseLink.mend();
      redisLink.mend();
    },
  },
  {
    name: 'slow links: 150 ms each way for twenty seconds',
    always: false,
    async run({ databaseLink, redisLink }) {
      databaseLink.slow(150);
      redisLink.slow(150);
      await sleep(20_000);
      databaseLink.mend();
      redisLink.mend();
    },
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
    name: 'slow-channel: two hundred answers that take their time-out',
    always: false,
    async run({ webhook }) {
      webhook.script(...repeated(200, 'hang'));
      await sleep(60_000);
      webhook.clearScript();
    },
  },
  {
    name: 'burst: two hundred alerts that fire at once',
    always: false,
    async run(stage) {
      for (let index = 0; index < 200; index++)
        await stage.api.api('POST', '/alerts', {
          ...{ name: `burst ${index}`, instruments: ['EURUSD'], when: 'bid > 0.5', frequency: 'once' },
          ...{ onArm: 'fire', channels: ['hook'] },
        });
    },
  },
  {
    name: 'two engines on one shard, random kills for ten minutes',
    always: false,
    run: (stage, random) => randomKills(stage, random, 600_000),
  },
];
