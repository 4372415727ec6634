import { expect, it } from 'vitest';
import { at, sampleTick } from '../../test/support/samples.ts';
import type { Feed } from '../feeds/feed.ts';
import { instrumentId } from '../kernel/units.ts';
import { FeedRunner } from './feed-runner.ts';

it('tells the age of each instrument: since its last tick, or since the start where none has come', async () => {
  const state = { nowMs: 1_000 };
  const feed: Feed = {
    name: 'push',
    simulated: false,
    ownClock: true,
    instruments: () => [sampleTick(1).instrument, instrumentId('NZDCHF')],
    start: () => Promise.resolve(),
    position: () => null,
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
    // eslint-disable-next-line @typescript-eslint/require-await
    async *history() {
      yield [];
    },
  };
  const runner = new FeedRunner({
    feed,
    target: {
      isFull: false,
      append: () => ({ rejected: null, late: false }),
      flush: () => Promise.resolve(),
    },
    clock: { now: () => at(0), monotonicMs: () => state.nowMs },
    onTick: () => undefined,
    onRejected: () => undefined,
    onState: () => undefined,
  });
  await runner.start();
  state.nowMs = 5_000;
  runner.tick(sampleTick(1));
  state.nowMs = 7_000;
  expect(runner.instrumentAges()).toEqual([
    { instrument: sampleTick(1).instrument, ageMs: 2_000 },
    { instrument: 'NZDCHF', ageMs: 6_000 },
  ]);
  await runner.stop();
});
