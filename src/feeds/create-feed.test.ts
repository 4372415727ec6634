import { describe, expect, test } from 'vitest';
import { FakeGmo } from '../../test/support/fake-gmo.ts';
import { RecordingSink } from '../../test/support/recording-sink.ts';
import { systemClock } from '../../test/support/system-clock.ts';
import { Random } from '../kernel/random.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { type FeedSettings, createFeed, parseSpeed } from './create-feed.ts';

const around = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  clock: systemClock,
  random: new Random(1),
  resume: { position: null, lastAt: null },
};
const settings = (more: Partial<FeedSettings>): FeedSettings => ({
  feed: 'auto',
  gmo: { restUrl: 'http://127.0.0.1:9/public', socketUrl: 'ws://127.0.0.1:9/ws/public' },
  simulated: { seed: 1 },
  replay: { files: ['ticks.csv'], speed: 'max', stamps: 'kept' },
  push: { serverZone: 'UTC', symbols: [] },
  ...more,
});

describe('createFeed', () => {
  test.each(['gmo', 'replay', 'push', 'simulated'] as const)('makes the feed named %s', async (name) => {
    const { feed } = await createFeed(settings({ feed: name }), around);
    expect(feed.name).toBe(name);
    expect(feed.simulated).toBe(name === 'simulated');
    await feed.stop();
  });

  test('auto is GMO Coin when it answers', async () => {
    const fake = new FakeGmo();
    const { feed, reason } = await createFeed(settings({ gmo: await fake.start() }), around);
    expect(feed.name).toBe('gmo');
    expect(reason).toBe('GMO Coin answers: live prices.');
    await fake.stop();
  });

  test('auto is the simulated market when nobody answers, and both reason and notice say why', async () => {
    const started = performance.now();
    const { feed, reason } = await createFeed(settings({}), around);
    expect(performance.now() - started).toBeLessThan(5_500);
    expect(feed.simulated).toBe(true);
    expect(reason).toMatch(/^GMO Coin does not answer \(.+\)\. Prices are simulated\.$/);
    const sink = new RecordingSink();
    await feed.start(sink);
    expect(sink.states[0]?.notice).toContain('GMO Coin does not answer');
    await feed.stop();
  });

  test('refuses settings it cannot follow, quoting them', async () => {
    const push = { serverZone: 'UTC', symbols: ['GOLD'] };
    await expect(createFeed(settings({ feed: 'push', push }), around)).rejects.toThrow('"GOLD"');
    const replay = { files: ['a.csv'], speed: 'fast', stamps: 'kept' } as const;
    await expect(createFeed(settings({ feed: 'replay', replay }), around)).rejects.toThrow('"fast"');
  });
});

test.each([
  ['max', 'max'],
  ['real', 1],
  ['20x', 20],
  ['0.5', 0.5],
])('speed %s is %s', (text, expected) => {
  expect(parseSpeed(text)).toBe(expected);
});

test.each(['', '0', '-1', 'fast', '1e3', 'x20'])('"%s" is no speed', (text) => {
  expect(() => parseSpeed(text)).toThrow(`"${text}"`);
});
