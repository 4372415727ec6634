import { expect, test } from 'vitest';
import { Random } from '../kernel/random.ts';
import { Backoff } from './backoff.ts';

test('doubles with jitter up to its maximum and starts over after a reset', () => {
  const backoff = new Backoff({ minMs: 1_000, maxMs: 60_000, random: new Random(1) });
  for (const ceiling of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
    const waitMs = backoff.nextMs();
    expect(waitMs).toBeGreaterThanOrEqual(Math.max(1_000, ceiling / 2));
    expect(waitMs).toBeLessThanOrEqual(ceiling);
  }
  backoff.reset();
  expect(backoff.nextMs()).toBe(1_000);
});

test('never waits beyond its maximum, however often it fails', () => {
  const backoff = new Backoff({ minMs: 1, maxMs: 50, random: new Random(2) });
  for (let i = 0; i < 2_000; i++) expect(backoff.nextMs()).toBeLessThanOrEqual(50);
});
