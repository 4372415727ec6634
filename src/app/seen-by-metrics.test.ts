import { expect, it } from 'vitest';
import { durationMs } from '../kernel/units.ts';
import { silentSeconds } from './seen-by-metrics.ts';

it('a feed that has said nothing yet is as silent as the process is old: a restart into silence ends no alarm', () => {
  expect(silentSeconds(durationMs(1_500))).toBe(1.5);
  const before = process.uptime();
  expect(silentSeconds(null)).toBeGreaterThanOrEqual(before);
});
