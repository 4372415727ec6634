import { expect, test } from 'vitest';
import { idleAmong, idleText } from './idle-shards.ts';

const state = (name: string, ageMs: number, isAtEnd = false) => ({ name, ageMs, isAtEnd });

test('a shard whose state is old and behind has no engine, and is named with how long', () => {
  const idle = idleAmong([state('engine 0/2', 4_000), state('engine 1/2', 75_000)]);
  expect(idleText(idle)).toBe(
    'no engine evaluates the alerts of shard 1/2 (for 75 s): start "fxalert worker --shard" with it',
  );
});

test('a shard that never had an engine is named', () => {
  expect(idleText(idleAmong([state('engine 2/3', 4_000), state('engine 0/3', 9_000)]))).toContain(
    'shard 1/3 (never had one)',
  );
});

test('an old state at the end of the log is as new as it can be', () => {
  expect(idleAmong([state('engine 0/1', 3_600_000, true)])).toEqual([]);
});

test('shards of before a change of their number are not missed', () => {
  const states = [state('engine 0/2', 1_000), state('engine 1/2', 2_000), state('engine 0/1', 600_000)];
  expect(idleAmong(states)).toEqual([]);
  expect(idleAmong([])).toEqual([]);
});
