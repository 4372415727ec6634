/**
 * An alert that is armed and fires each minute, and comes back to us by the whole chain: edit, log, tick, engine, event, delivery, dispatcher, network. When it
 * does not come although the market is open, something in between stands still, whatever the single parts say of themselves.
 *
 * Its alert and its channel are ordinary ones, named `canary`, made and kept in order by this job. The receiver takes only what carries
 * the secret of its path.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../kernel/clock.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { ScheduledJob } from './job.ts';

export const CANARY = 'canary';

interface CanaryPorts {
  /** Where the dispatcher reaches the receiver: `http://scheduler:8003/`. */
  readonly url: string;
  readonly listenHost: string;
  /** Makes or mends the channel, and makes or arms the alert. */
  readonly settle: (url: string) => Promise<void>;
  readonly marketOpen: () => boolean;
  readonly clock: Clock;
  readonly metrics: CanaryMetrics;
}

interface CanaryMetrics {
  /** Gauge and histogram: a canary came back now, so long after its event was recorded. */
  seen(at: EpochMs, latencySeconds: number): void;
  /** Gauge: whether canaries have to come, that is whether the market is open. */
  expected(yes: boolean): void;
}

export interface Canary {
  readonly job: ScheduledJob;
  readonly port: number;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 64 * 1_024;
const MISSING_AFTER_MS = 180_000;

/** Rejects when the port of `url` cannot be listened on. */
export async function openCanary(ports: CanaryPorts): Promise<Canary> {
  const { clock, metrics } = ports;
  const token = randomBytes(18).toString('base64url');
  const startedAt = clock.now();
  let seenAt: EpochMs | null = null;
  const server = createServer((request, response) => {
    const answer = (status: number): void => void response.writeHead(status).end();
    if (request.method !== 'POST' || request.url !== `/${token}`) return answer(404);
    recordedAtOf(request).then(
      (recordedAt) => {
        seenAt = clock.now();
        metrics.seen(seenAt, Math.max(0, seenAt - recordedAt) / 1_000);
        answer(204);
      },
      () => answer(400),
    );
  });
  server.requestTimeout = 10_000;
  const { port, host } = target(ports.url);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ports.listenHost, resolve);
  });
  const listening = (server.address() as AddressInfo).port;
  return {
    port: listening,
    job: {
      name: CANARY,
      cron: '* * * * *',
      zone: 'UTC',
      timeoutMs: 30_000,
      async run() {
        // First: where nothing can be armed the chain is broken, and that is what the alarm is for.
        const expected = ports.marketOpen();
        metrics.expected(expected);
        await ports.settle(`http://${host}:${listening}/${token}`);
        const missingMs = clock.now() - (seenAt ?? startedAt);
        return expected && missingMs > MISSING_AFTER_MS
          ? `no canary came for ${Math.round(missingMs / 1_000)} s: look at feed, engine and dispatcher`
          : null;
      },
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function target(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? 80 : Number(port) };
}

async function recordedAtOf(request: IncomingMessage): Promise<number> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT_BYTES) throw new RangeError('too long for a canary');
  }
  const { data } = JSON.parse(text) as { data?: { recordedAt?: unknown } };
  const recordedAt = Date.parse(String(data?.recordedAt));
  if (Number.isNaN(recordedAt)) throw new TypeError('no canary');
  return recordedAt;
}
