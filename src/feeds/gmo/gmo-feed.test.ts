import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGmo, type FakeGmoOptions } from '../../../test/support/fake-gmo.ts';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { systemClock } from '../../../test/support/system-clock.ts';
import { Random } from '../../kernel/random.ts';
import { type InstrumentId, instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { GmoFeed, type GmoOptions, probeGmo } from './gmo-feed.ts';
import { readFrame } from './gmo-frame.ts';
import { GMO_TIMINGS, type GmoTimings } from './gmo-timings.ts';

const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
/** A second is 20 to 40 ms. */
const fast: GmoTimings = {
  requestTimeoutMs: 1_000,
  requestSpacingMs: 1,
  retryMs: 2,
  retryAfterMaxMs: 100,
  connectTimeoutMs: 1_000,
  subscribeSpacingMs: 44,
  refusedMs: 120,
  refusedMaxMs: 1_000,
  reconnectMinMs: 10,
  reconnectMaxMs: 80,
  pingMs: 40,
  deadMs: 200,
  statusPollMs: 20,
  pollMs: 10_000,
  watchMs: 10_000,
  lagMs: 0,
  probeTimeoutMs: 300,
  patienceMs: 2_000,
};

let fake: FakeGmo;
let feed: GmoFeed;
let sink: RecordingSink;
let urls: Pick<GmoOptions, 'restUrl' | 'socketUrl'>;

async function prepare(options: FakeGmoOptions = {}): Promise<void> {
  fake = new FakeGmo({ subscribeLimitMs: 20, ...options });
  urls = await fake.start();
}

function feedWith(timings: Partial<GmoTimings> = {}, only?: readonly InstrumentId[]): GmoFeed {
  feed = new GmoFeed({
    ...urls,
    instruments,
    clock: systemClock,
    random: new Random(7),
    timings: { ...fast, ...timings },
    ...(only === undefined ? {} : { only }),
  });
  return feed;
}

async function start(timings: Partial<GmoTimings> = {}): Promise<void> {
  await feedWith(timings).start(sink);
}

const allSubscribed = (): boolean =>
  ['USD_JPY', 'EUR_USD', 'GBP_JPY'].every((symbol) => fake.subscribed(symbol));

beforeEach(async () => {
  sink = new RecordingSink();
  await prepare();
});
afterEach(async () => {
  await feed.stop();
  await fake.stop();
});

describe('GmoFeed', () => {
  test('gives a snapshot at once, then the stream, and is live', async () => {
    const quote = fake.quote('USD_JPY', '156.412', '156.417');
    await start();
    expect(sink.ticks).toEqual([
      { instrument: 'USDJPY', bid: 156.412, ask: 156.417, at: Date.parse(quote.timestamp) },
    ]);
    expect(sink.states.map(({ state }) => state)).toEqual(['connecting', 'live']);
    await sink.until('all subscribed', allSubscribed);
    fake.quote('EUR_USD', '1.08000', '1.08004');
    await sink.until('a streamed tick', () => sink.ticks.length === 2);
    expect(sink.ticks[1]).toMatchObject({ instrument: 'EURUSD', bid: 1.08, ask: 1.08004 });
  });

  test('takes symbols and tick sizes from the provider, and only those asked for', async () => {
    await feedWith({}, [instrumentId('USDJPY')]).start(sink);
    expect(feed.symbols()).toEqual([{ symbol: 'USD_JPY', instrument: 'USDJPY', tickSize: 0.001 }]);
    expect(feed.instruments()).toEqual(['USDJPY']);
  });

  test('keeps the distance between subscribes, also across reconnects', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    fake.dropConnections();
    await sink.until('subscribed again', () => fake.subscribes.length >= 6);
    // The provider measures when frames arrive; when they leave is measured where they are paced.
    expect(fake.subscribes.filter(({ refused }) => refused)).toEqual([]);
  });

  test('after ERR-5003 keeps the socket, waits, and sends that subscribe again', async () => {
    fake.block = 2;
    await start();
    await sink.until('all subscribed', allSubscribed);
    expect(fake.connections).toBe(1);
    const refused = fake.subscribes.filter((subscribe) => subscribe.refused);
    expect(refused.map(({ symbol }) => symbol)).toEqual(['USD_JPY', 'USD_JPY']);
    expect(fake.subscribes[1]!.atMs - fake.subscribes[0]!.atMs).toBeGreaterThanOrEqual(fast.refusedMs - 15);
    expect(fake.subscribes[2]!.atMs - fake.subscribes[1]!.atMs).toBeGreaterThanOrEqual(
      2 * fast.refusedMs - 15,
    );
  });

  test('reconnects by itself, and its waits grow until ticks flow again', async () => {
    await start();
    for (let connection = 1; connection <= 4; connection++) {
      await sink.until(`connection ${connection}`, () => fake.connections === connection);
      fake.dropConnections();
    }
    await sink.until('subscribed', () => fake.connections === 5 && allSubscribed());
    fake.quote('USD_JPY', '156.412', '156.417');
    await sink.until('live', () => sink.lastState === 'live');
    expect(sink.states.filter(({ state }) => state === 'down')).toHaveLength(4);
    expect(sink.states.find(({ state }) => state === 'down')?.notice).toMatch(
      /^connection-lost: .+next attempt/,
    );
  });

  test('after a reconnect the snapshot fills in what was missed, without repeating what was seen', async () => {
    fake.quote('USD_JPY', '156.412', '156.417');
    fake.quote('EUR_USD', '1.08000', '1.08004');
    await start();
    expect(sink.ticks).toHaveLength(2);
    await sink.until('connected', () => fake.connections === 1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    fake.dropConnections();
    fake.quote('USD_JPY', '156.500', '156.505');
    await sink.until('the missed quote', () => sink.ticks.length === 3);
    await sink.until('subscribed again', allSubscribed);
    expect(sink.ticks.map(({ bid }) => bid)).toEqual([156.412, 1.08, 156.5]);
  });

  test('ends a connection on which nothing comes any more, and opens another', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    fake.freeze();
    await sink.until('a second connection', () => fake.connections >= 2);
    expect(sink.states.find(({ state }) => state === 'down')?.notice).toContain('nothing came');
  });

  test('answers pings, so a quiet market is no reason to be cut off', async () => {
    await fake.stop();
    await prepare({ pingMs: 10 });
    await start({ pingMs: 10_000, deadMs: 30_000 });
    await sink.until('all subscribed', allSubscribed);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(fake.connections).toBe(1);
  });

  test('sits out a maintenance by asking for the status, and returns', async () => {
    fake.status = 'MAINTENANCE';
    await start();
    expect(sink.states.at(-1)).toMatchObject({ state: 'down' });
    expect(sink.states.at(-1)?.notice).toMatch(/^maintenance: .*ERR-5201/);
    await sink.until('questions', () => fake.requests.filter((path) => path === 'status').length >= 2);
    expect(fake.connections).toBe(0);
    fake.status = 'OPEN';
    fake.quote('USD_JPY', '156.412', '156.417');
    await sink.until('live', () => sink.lastState === 'live');
  });

  test('takes HTTP 503 at the upgrade for a maintenance that began meanwhile', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    fake.status = 'MAINTENANCE';
    fake.dropConnections();
    await sink.until('a notice', () =>
      sink.states.some(({ notice }) => notice?.startsWith('maintenance:') === true),
    );
    expect(feed.instruments()).toHaveLength(3);
    fake.status = 'OPEN';
    await sink.until('subscribed again', () => fake.connections === 2 && allSubscribed());
    expect(fake.requests.filter((path) => path === 'symbols')).toHaveLength(2);
  });

  test('makes no tick of a closed symbol, and is closed when all are', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    fake.quote('USD_JPY', '156.412', '156.417', 'CLOSE');
    fake.quote('EUR_USD', '1.08000', '1.08004');
    await sink.until('a tick', () => sink.ticks.length >= 1);
    fake.quote('EUR_USD', '1.08000', '1.08005', 'CLOSE');
    fake.quote('GBP_JPY', '199.000', '199.010', 'CLOSE');
    await sink.until('closed', () => sink.lastState === 'closed');
    expect(sink.ticks.map(({ instrument }) => instrument)).toEqual(['EURUSD']);
    fake.quote('USD_JPY', '156.400', '156.405');
    await sink.until('live', () => sink.lastState === 'live');
  });

  test('hands a crossed quote over for the quote filter to judge, and a repeated one once', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    const { timestamp } = fake.quote('USD_JPY', '156.417', '156.412');
    const repeated = { symbol: 'USD_JPY', ask: '156.412', bid: '156.417', timestamp, status: 'OPEN' };
    fake.raw('USD_JPY', JSON.stringify(repeated));
    fake.quote('USD_JPY', '156.418', '156.422');
    await sink.until('two ticks', () => sink.ticks.length >= 2);
    expect(sink.ticks.map(({ bid, ask }) => [bid, ask])).toEqual([
      [156.417, 156.412],
      [156.418, 156.422],
    ]);
  });

  test('counts what is no quote and goes on', async () => {
    await start();
    await sink.until('all subscribed', allSubscribed);
    const frames = ['not json', '[]', '{"symbol":"USD_JPY","ask":"x"}', '{"error":"ERR-5106 Invalid"}'];
    for (const frame of frames) fake.raw('USD_JPY', frame);
    fake.quote('USD_JPY', '156.412', '156.417');
    await sink.until('a tick', () => sink.ticks.length >= 1);
    expect(sink.rejects.map(({ reason }) => reason)).toEqual([
      'not-json',
      'unknown-frame',
      'bad-field',
      'unknown-frame',
    ]);
  });

  test('finds a subscription that silently broke and makes it again', async () => {
    fake.deaf.add('EUR_USD');
    await start({ pollMs: 40, watchMs: 40 });
    await sink.until('the other two', () => fake.subscribed('USD_JPY') && fake.subscribed('GBP_JPY'));
    await sink.until('all asked for', () => fake.subscribes.length >= 3);
    let points = 0;
    const market = setInterval(() => {
      fake.quote('USD_JPY', `156.${400 + points}`, '156.999');
      fake.quote('EUR_USD', `1.08${100 + points++}`, '1.08999');
    }, 5);
    await sink.until('a second subscribe', () =>
      fake.subscribes.slice(3).some(({ symbol }) => symbol === 'EUR_USD'),
    );
    expect(sink.ticks.some(({ instrument }) => instrument === 'EURUSD')).toBe(true);
    fake.deaf.clear();
    await sink.until('subscribed', () => fake.subscribed('EUR_USD'));
    clearInterval(market);
    expect(fake.connections).toBe(1);
  });

  test('tries a cut GET again up to five times', async () => {
    fake.resets = 5;
    await start();
    expect(feed.instruments()).toHaveLength(3);
    expect(fake.requests.filter((path) => path === 'symbols')).toHaveLength(6);
  });

  test('waits as HTTP 429 asks and tries again', async () => {
    fake.tooMany = 2;
    await start();
    expect(feed.instruments()).toHaveLength(3);
  });

  test('polls what it may not subscribe yet', async () => {
    fake.block = 1;
    await start({ refusedMs: 60_000, subscribeSpacingMs: 60_000, pollMs: 20 });
    await sink.until('the refusal', () => fake.subscribes.length >= 1);
    let points = 0;
    const market = setInterval(() => fake.quote('EUR_USD', `1.08${100 + points++}`, '1.08999'), 5);
    await sink.until('the quote', () => sink.ticks.length > 0);
    clearInterval(market);
    expect(fake.subscribed('EUR_USD')).toBe(false);
    expect(sink.lastState).toBe('live');
  });

  test('lets the start go on when the provider keeps silent', async () => {
    fake.mute = true;
    const started = performance.now();
    await start({ patienceMs: 50 });
    expect(performance.now() - started).toBeLessThan(1_900);
    expect(sink.lastState).toBe('connecting');
    fake.mute = false;
  });

  test('outlives answers that are broken in any way, and recovers with the first good one', async () => {
    fake.quote('USD_JPY', '156.412', '156.417');
    const random = new Random(11);
    let answers = 0;
    fake.garble = (body) => {
      answers++;
      const at = random.integer(0, body.length);
      return body.slice(0, at) + '{"]0n'.charAt(random.integer(0, 5)) + body.slice(at + random.integer(0, 9));
    };
    await start({ reconnectMaxMs: 10, requestTimeoutMs: 200, pollMs: 1, watchMs: 1 });
    await sink.until('two hundred broken answers', () => answers >= 200, 20_000);
    fake.garble = (body) => body;
    await sink.until('live', () => sink.lastState === 'live');
    await sink.until('all subscribed', allSubscribed);
  }, 30_000);

  test('says that it is down when nobody answers, and stops at once when told', async () => {
    await fake.stop();
    await start({ reconnectMinMs: 60_000, reconnectMaxMs: 60_000 });
    expect(sink.states.at(-1)?.notice).toMatch(/^connection-lost: .*ECONNREFUSED/);
    const started = performance.now();
    await feed.stop();
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('probeGmo', () => {
  test('tells whether the provider answers, within its time', async () => {
    feedWith();
    const probe = { ...urls, random: new Random(1), timings: fast };
    expect(await probeGmo(probe)).toEqual({ answers: true });
    fake.status = 'MAINTENANCE';
    expect(await probeGmo(probe)).toEqual({ answers: true });
    await fake.stop();
    const silent = await probeGmo(probe);
    expect(silent.answers ? '' : silent.why).toContain('GET status');
  });
});

test('5,000 mutations of real frames never throw and are ticks or counted', { timeout: 60_000 }, () => {
  const frames = [
    '{"symbol":"USD_JPY","ask":"140.534","bid":"140.502","timestamp":"2018-03-30T12:34:56.789984Z","status":"OPEN"}',
    '{"error":"ERR-5003 Request too many."}',
  ];
  const mutation = fc.record({
    frame: fc.constantFrom(...frames),
    at: fc.nat(120),
    remove: fc.nat(6),
    insert: fc.string({ unit: 'binary', maxLength: 4 }),
  });
  fc.assert(
    fc.property(mutation, ({ frame, at, remove, insert }) => {
      const message = readFrame(frame.slice(0, at) + insert + frame.slice(at + remove), instruments);
      if (message.type === 'reject') expect(message.reject.text.length).toBeLessThanOrEqual(200);
      if (message.type === 'quote') {
        expect(instruments.has(message.tick.instrument)).toBe(true);
        expect(Number.isSafeInteger(message.tick.at)).toBe(true);
        expect(message.tick.bid + message.tick.ask).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('the built-in timings keep the limits of the provider', () => {
  expect(GMO_TIMINGS.subscribeSpacingMs).toBeGreaterThanOrEqual(1_100);
  expect(GMO_TIMINGS.refusedMs).toBeGreaterThanOrEqual(10_000);
  expect(GMO_TIMINGS.statusPollMs).toBeGreaterThanOrEqual(30_000);
  expect(GMO_TIMINGS.deadMs).toBeLessThanOrEqual(15_000);
});
