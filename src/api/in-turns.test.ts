import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

function busy(ms: number): void {
  for (const endsAtMs = performance.now() + ms; performance.now() < endsAtMs;) Math.sqrt(ms);
}

it('gives the answers in order, and others a turn in between', async () => {
  let turns = 0;
  const counter = setInterval(() => turns++, 1);
  const answers = await inTurns([1, 2, 3, 4, 5], (n, index) => {
    busy(20);
    return [n * 10, index];
  });
  clearInterval(counter);
  expect(answers).toEqual([10, 20, 30, 40, 50].map((n, index) => [n, index]));
  expect(turns).toBeGreaterThanOrEqual(3);
});
