/** One list of laws for the tick log: in memory, and on a real Redis. */
import { afterAll, beforeAll } from 'vitest';
import { openRedis, type RedisServer } from '../../src/storage/redis/open-redis.ts';
import { RedisTickLog } from '../../src/storage/redis/redis-tick-log.ts';
import { tickLogLaws } from '../laws/tick-log.ts';
import { MemoryTickLog } from '../support/memory-tick-log.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let server: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
  server = openRedis(redis.url);
  await Promise.all(
    [server.commands, ...server.reads].map((each) => new Promise((r) => each.once('ready', r))),
  );
});
afterAll(async () => {
  server.close();
  await redis.stop();
});

tickLogLaws('on Redis', () => ({
  async open() {
    await redis.flush();
    return new RedisTickLog(server);
  },
  flush: () => redis.flush(),
}));

const memory = new MemoryTickLog();
tickLogLaws('in memory', () => ({
  open() {
    memory.flush();
    return Promise.resolve(memory);
  },
  flush: () => Promise.resolve(memory.flush()),
}));
