/** A private Redis for tests: 127.0.0.1 on a free port, nothing on disk. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** Everything gone, as after FLUSHALL. */
  flush(): Promise<void>;
  /** Ends the server at once; `restart` begins empty. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT: there, and not answering. */
  pause(): void;
  resume(): void;
  /** What it may take; beyond that every write is refused. 0: as much as there is. */
  limitMemory(bytes: number): Promise<void>;
  stop(): Promise<void>;
}

const BINARY = '/usr/bin/redis-server';
const START_MS = 10_000;

export async function startRedis(): Promise<TestRedis> {
  if (!existsSync(BINARY))
    throw new Error(`these tests need ${BINARY}: install Debian's package "redis-server"`);
  const folder = await mkdtemp(join(tmpdir(), 'fxalert-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const server = spawn(BINARY, [...settings, '--dir', folder], { stdio: 'ignore' });
    await answering(server, url);
    return server;
  };
  let server = await start();
  return {
    port,
    url,
    flush: () => ask(url, (redis) => redis.flushall()),
    crash: () => end(server, 'SIGKILL'),
    async restart() {
      server = await start();
    },
    limitMemory: (bytes) => ask(url, (redis) => redis.config('SET', 'maxmemory', bytes)),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      await end(server, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answering(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`Redis ended with ${server.exitCode}`);
    try {
      await ask(url, (redis) => redis.ping());
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error('Redis did not start', { cause: error });
      await sleep(50);
    }
  }
}

async function ask(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill(signal);
  await exited;
}
