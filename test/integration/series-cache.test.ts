/** Candles and indicators kept in Redis: found while they hold, never stale, and no error whatever becomes of Redis. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mendCandles } from '../../src/storage/candle-repair.ts';
import { candleGeneration } from '../../src/storage/candle-generation.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { openRedis, type RedisServer } from '../../src/storage/redis/open-redis.ts';
import { SeriesCache } from '../../src/storage/redis/series-cache.ts';
import { wipeMarket } from '../../src/storage/wipe-market.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, type TestDatabase } from '../support/databases.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { M1, sampleBatch, sampleCandle } from '../support/samples.ts';

let test: TestDatabase;
let redis: TestRedis;
let server: RedisServer;
const ready = () => vi.waitFor(() => expect(server.commands.status).toBe('ready'), { timeout: 10_000 });
beforeAll(async () => {
  [test, redis] = await Promise.all([openCopy('postgres'), startRedis()]);
  server = openRedis(redis.url);
  await ready();
});
afterAll(async () => {
  server.close();
  await Promise.all([test.dispose(), redis.stop()]);
});
beforeEach(() => Promise.all([empty(test.database), redis.flush()]));

function setUp() {
  const counted: string[] = [];
  const clock = { ms: 0 };
  const { history, journal } = createStores(test.database);
  const cache = new SeriesCache({
    redis: server.commands,
    generation: (source) => candleGeneration(test.database, source),
    now: () => clock.ms,
    counted: (outcome) => void counted.push(outcome),
  });
  /** As the API reads: through the cache. */
  const closes = async () =>
    (await cache.of(M1, 'candles 10', () => history.candles(M1, { limit: 10 }))).map(({ close }) => close);
  const told = () => counted.splice(0).join(' ');
  return { history, journal, cache, closes, told, clock };
}

describe('a kept answer', () => {
  it('is found by every process, NaN and all, and the next series has its own', async () => {
    const { history, cache, closes, told } = setUp();
    await history.addCandles([sampleCandle(0, 1.1)], 'import');
    expect([await closes(), await closes(), told()]).toEqual([[1.1], [1.1], 'miss hit']);
    expect([await setUp().closes(), told()]).toEqual([[1.1], '']);
    const values = () => cache.of(M1, 'sma(3)', () => Promise.resolve([Number.NaN, 1.5]));
    expect([await values(), await values(), told()]).toEqual([
      [Number.NaN, 1.5],
      [Number.NaN, 1.5],
      'miss hit',
    ]);
    const other = await cache.of({ ...M1, basis: 'ask' }, 'candles 10', () => Promise.resolve('another'));
    expect([other, told()]).toEqual(['another', 'miss']);
  });

  it('is never stale: not after a close, a late candle, a repair, a correction by hand, a new market', async () => {
    const { history, journal, closes, told } = setUp();
    await history.addCandles([sampleCandle(1, 1.1)], 'import');
    const changes: readonly (readonly [() => Promise<unknown>, number[]])[] = [
      [() => journal.commit(sampleBatch({ candles: [sampleCandle(2, 1.2)] })), [1.1, 1.2]],
      [() => history.addCandles([sampleCandle(0, 1)], 'backfill'), [1, 1.1, 1.2]],
      [
        () =>
          mendCandles(test.database, [sampleCandle(2, 1.3)], { origin: 'live', over: ['live', 'simulated'] }),
        [1, 1.1, 1.3],
      ],
      [() => test.database.query('update candles set close = 9 where close = 1.3'), [1, 1.1, 9]],
      [() => test.database.query('delete from candles where close = 9'), [1, 1.1]],
      [() => wipeMarket(test.database, 0), []],
    ];
    for (const [change, expected] of changes) {
      await closes();
      await closes();
      expect(told()).toContain('hit');
      await change();
      expect([await closes(), told()]).toEqual([expected, 'miss']);
    }
  });

  it('is not kept when the series changed while it was read', async () => {
    const { history, cache, closes, told } = setUp();
    const read = await cache.of(M1, 'candles 10', async () => {
      const before = await history.candles(M1, { limit: 10 });
      await history.addCandles([sampleCandle(0, 1.1)], 'import');
      return before;
    });
    expect([read, told()]).toEqual([[], 'unkept']);
    expect([await closes(), told()]).toEqual([[1.1], 'miss']);
  });

  it('stays while other series change', async () => {
    const { history, closes, told } = setUp();
    await history.addCandles([sampleCandle(0, 1.1)], 'import');
    await closes();
    const { source, candle } = sampleCandle(0, 2);
    await history.addCandles([{ source: { ...source, timeframe: 'H1' }, candle }], 'import');
    expect([await closes(), told()]).toEqual([[1.1], 'miss hit']);
  });
});

describe('without Redis', () => {
  it('the database answers, at once and for a while without asking Redis; then it is asked again', async () => {
    const { history, closes, told, clock } = setUp();
    await history.addCandles([sampleCandle(0, 1.1)], 'import');
    await closes();
    redis.pause();
    expect([await closes(), await closes(), told()]).toEqual([[1.1], [1.1], 'miss away away']);
    redis.resume();
    clock.ms += 5_001;
    expect([await closes(), told()]).toEqual([[1.1], 'hit']);
    await redis.crash();
    expect([await closes(), told()]).toEqual([[1.1], 'away']);
    await redis.restart();
    await ready();
    clock.ms += 5_001;
    expect([await closes(), await closes(), told()]).toEqual([[1.1], [1.1], 'miss hit']);
  });

  it('a broken entry, or one too large to keep, is no error either', async () => {
    const { history, cache, closes, told, clock } = setUp();
    await history.addCandles([sampleCandle(0, 1.1)], 'import');
    await closes();
    for (const key of await server.commands.keys('fxalert:series:*')) await server.commands.set(key, 'x');
    expect([await closes(), told()]).toEqual([[1.1], 'miss away']);
    clock.ms += 5_001;
    const large = () => cache.of(M1, 'large', () => Promise.resolve('x'.repeat(300_000)));
    expect([(await large()).length, (await large()).length, told()]).toEqual([
      300_000,
      300_000,
      'unkept unkept',
    ]);
  });
});
