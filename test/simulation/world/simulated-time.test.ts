/** What the event loop of a simulation keeps, whatever runs in it. */
import { expect, test } from 'vitest';
import { SimulatedTime } from './simulated-time.ts';

const never = () => false;

test('between two entries every promise settles, however long its chain is', async () => {
  const time = new SimulatedTime(0);
  const said: string[] = [];
  time.at(1, null, () => {
    void (async () => {
      for (let step = 1; step <= 3; step++) said.push(await Promise.resolve(`step ${step}`));
      process.nextTick(() => said.push('tick'));
    })();
  });
  time.at(1, null, () => void said.push('next entry'));
  expect(await time.run(never, 10)).toBe('idle');
  expect(said).toEqual(['step 1', 'step 2', 'step 3', 'tick', 'next entry']);
});

test('what is cancelled by its owner, after that stood still, does not run', async () => {
  const time = new SimulatedTime(0);
  const owner = { name: 'a', isAlive: true, pausedUntil: 0 };
  const ran: string[] = [];
  time.at(0, null, () => void (owner.pausedUntil = 5));
  time.at(1, owner, () => {
    ran.push('first');
    cancel();
  });
  const cancel = time.at(2, owner, () => void ran.push('cancelled'));
  await time.run(never, 10);
  expect(ran).toEqual(['first']);
});
