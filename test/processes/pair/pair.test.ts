/** A short run of `npm run pair`. */
import { expect, test } from 'vitest';
import { Random } from '../../../src/kernel/random.ts';
import { runPair } from './pair-run.ts';

test('two engines on one shard under random kills leave the events and messages of one that nobody disturbs', async () => {
  const seed = Date.now() % 1_000_000;
  const { undisturbed, disturbed, kills } = await runPair(0.2, new Random(seed));
  expect(kills, `seed ${seed}`).toBeGreaterThan(0);
  expect(undisturbed.events.length).toBeGreaterThan(5);
  expect(disturbed.events, `seed ${seed}`).toEqual(undisturbed.events);
  expect(disturbed.messages, `seed ${seed}`).toEqual(undisturbed.messages);
  expect(disturbed.messages).toHaveLength(disturbed.events.length);
}, 180_000);
