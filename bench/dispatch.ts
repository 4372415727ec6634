/**
 * 10,000 alerts fired by one tick: how long until all events and deliveries are committed, and how fast signed webhooks then go out.
 * `npx tsx bench/dispatch.ts [--embedded]`
 *
 * On a private PostgreSQL (or the embedded database), with the real journal, dispatcher, senders and signatures. The receiver is a thread
 * of its own on loopback that counts each `webhook-id`. Beside it, in the same run: the same signed posts without a database, which is
 * what this machine can do at all; and a second round in which one channel of eleven is slow, for what the others notice of it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dispatcher } from '../src/channels/dispatcher.ts';
import { createSender } from '../src/channels/senders.ts';
import { Random } from '../src/kernel/random.ts';
import { durationMs, epochMs } from '../src/kernel/units.ts';
import { createStores } from '../src/storage/create-stores.ts';
import { openMigrated } from '../test/support/databases.ts';
import { channelFixture, messageFixture, messagePorts } from '../test/support/event-fixtures.ts';
import { sampleBatch, sampleEvent } from '../test/support/samples.ts';
import { systemClock } from '../test/support/system-clock.ts';
import { senderPorts } from '../test/support/way-out.ts';
import { count, quantile, report } from './measure.ts';

const EVENTS = 10_000;
const CHANNELS = Array.from({ length: 10 }, (_, i) => `hook${i}`);
const SLOW = { pending: 1_000, answersAfterMs: 2_000 };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

interface Receiver {
  readonly port: number;
  /** Arrival of each id since the last time it was asked. */
  arrivals(): Promise<ReadonlyMap<string, { readonly at: number; readonly times: number }>>;
  close(): Promise<unknown>;
}

function receive(): void {
  const arrived = new Map<string, { at: number; times: number }>();
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const id = String(request.headers['webhook-id']);
      const before = arrived.get(id);
      arrived.set(id, { at: before?.at ?? Date.now(), times: (before?.times ?? 0) + 1 });
      const answer = () => void response.writeHead(204).end();
      if (request.url === '/slow') setTimeout(answer, SLOW.answersAfterMs);
      else answer();
    });
  });
  parentPort?.on('message', () => {
    parentPort?.postMessage(new Map(arrived));
    arrived.clear();
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

async function startReceiver(): Promise<Receiver> {
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const source = JSON.stringify(import.meta.url);
  const worker = new Worker(`import(${tsx}).then((tsx) => { tsx.register(); return import(${source}); })`, {
    eval: true,
  });
  const next = <T>() => new Promise<T>((resolve) => worker.once('message', resolve));
  const port = await next<number>();
  return {
    port,
    arrivals: () => {
      const answer = next<Awaited<ReturnType<Receiver['arrivals']>>>();
      worker.postMessage('arrivals');
      return answer;
    },
    close: () => worker.terminate(),
  };
}

/** The ceiling: as many signed posts from as many at a time, and nothing else. */
async function bare(port: number): Promise<number> {
  const ports = senderPorts([`127.0.0.1:${port}`]);
  const made = createSender(
    { type: 'webhook', settings: { url: `http://127.0.0.1:${port}/bare`, secret: SECRET } },
    ports,
  );
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const sender = made.value;
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    while (next < EVENTS) {
      const outcome = await sender.send(
        messageFixture({ idempotencyKey: `bare${next++}` }),
        durationMs(10_000),
      );
      if (outcome.result !== 'ok') throw new Error(JSON.stringify(outcome));
    }
  };
  await Promise.all(Array.from({ length: 128 }, lane));
  return EVENTS / ((performance.now() - began) / 1_000);
}

async function main(): Promise<void> {
  const kind = process.argv.includes('--embedded') ? 'embedded' : 'postgres';
  const receiver = await startReceiver();
  const test = await openMigrated(kind);
  const { journal, deliveries, channels } = createStores(test.database);
  for (const name of [...CHANNELS, 'slow'])
    await channels.save(
      channelFixture({
        name,
        type: 'webhook',
        settings: { url: `http://127.0.0.1:${receiver.port}/${name}`, secret: SECRET },
      }),
    );
  const ports = senderPorts([`127.0.0.1:${receiver.port}`]);
  const firstAttempts: number[] = [];
  const makeDispatcher = (owner: string) =>
    new Dispatcher({
      owner,
      deliveries,
      channels,
      createSender: (channel) => createSender(channel, ports),
      message: messagePorts,
      clock: systemClock,
      random: new Random(1),
      metrics: {
        attempted: () => undefined,
        finished: () => undefined,
        firstAttemptAfterMs: (_type, ms) => firstAttempts.push(ms),
        tookMs: () => undefined,
        grouped: () => undefined,
        leasesFreed: () => undefined,
        deliveredAfterMs: () => undefined,
        leaseLost: () => undefined,
        storeFailed: (operation) => console.error(`the store failed: ${operation}`),
      },
      log: { warn: console.error, error: console.error },
      onChange: () => undefined,
      onChannelDisabled: () => undefined,
    });
  const fire = (run: string, events: number, channelOf: (i: number) => string) =>
    journal.commit(
      sampleBatch({
        events: Array.from({ length: events }, (_, i) =>
          sampleEvent({
            key: `${run}${i}:1:1`,
            alert: `${run}${i}`,
            channels: [channelOf(i)],
            at: epochMs(Date.now()),
          }),
        ),
      }),
    );
  const drained = async () => {
    for (;;) {
      const { pending, sending } = await deliveries.counts();
      if (pending + sending === 0) return;
      await sleep(100);
    }
  };

  try {
    const ceiling = await bare(receiver.port);
    await receiver.arrivals();

    let began = performance.now();
    await fire('a', EVENTS, (i) => CHANNELS[i % CHANNELS.length] ?? '');
    const commitMs = performance.now() - began;
    const dispatcher = makeDispatcher('11111111-1111-4111-8111-111111111111');
    began = performance.now();
    dispatcher.start();
    await drained();
    const rate = EVENTS / ((performance.now() - began) / 1_000);
    const arrived = await receiver.arrivals();
    const twice = [...arrived.values()].filter(({ times }) => times > 1).length;
    console.error(
      `${kind}, one dispatcher, ${CHANNELS.length} webhooks; arrived ${arrived.size}, twice ${twice}; ` +
        `posts alone ${count(ceiling)}/s, ratio ${(rate / ceiling).toFixed(2)}`,
    );
    report({
      what: `${count(EVENTS)} alerts fired by one tick: all committed`,
      goal: '≤ 5 s',
      figure: `${(commitMs / 1_000).toFixed(2)} s`,
      isMet: commitMs <= 5_000,
    });
    report({
      what: `${count(EVENTS)} alerts fired by one tick: dispatched`,
      goal: '≥ 1,000/s',
      figure: `${count(rate)}/s`,
      isMet: rate >= 1_000,
    });

    firstAttempts.length = 0;
    await fire('s', SLOW.pending, () => 'slow');
    dispatcher.wake();
    for (let second = 0; second < 10; second++) {
      await fire(`b${second}-`, 100, (i) => CHANNELS[i % CHANNELS.length] ?? '');
      dispatcher.wake();
      await sleep(1_000);
    }
    const quick = await quickLatencies(test.database);
    const [p50, p99] = [quick(0.5), quick(0.99)];
    report({
      what: `event → first attempt, while another channel with ${count(SLOW.pending)} pending takes ${SLOW.answersAfterMs / 1_000} s each`,
      goal: 'p50 ≤ 150 ms, p99 ≤ 2,000 ms',
      figure: `p50 ${count(p50)} ms, p99 ${count(p99)} ms`,
      isMet: p50 <= 150 && p99 <= 2_000,
    });
    await dispatcher.stop(5_000);
  } finally {
    await test.dispose();
    await receiver.close();
  }
}

async function quickLatencies(database: Awaited<ReturnType<typeof openMigrated>>['database']) {
  const rows = await database.query<{ ms: number }>(
    `select extract(epoch from started_at - created_at)::float8 * 1000 as ms
     from attempts join deliveries on deliveries.id = delivery_id
     where alert like 'b%' order by 1`,
  );
  const took = rows.map(({ ms }) => ms);
  return (part: number): number => quantile(took, part);
}

if (isMainThread) await main();
else receive();
