/** What leases of roles and states of followers keep, whichever database stands behind them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { DurationMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { at, loadedParts } from '../support/samples.ts';
import { SqlLeaseStore } from '../../src/storage/lease-store.ts';

const LONG = 60_000 as DurationMs;
const SHORT = 30 as DurationMs;

export function leaseLaws(database: () => Database): void {
  const leases = () => new SqlLeaseStore<{ readonly note: string }>(database());
  const wanted = (holder: string, forMs = LONG) => ({
    name: 'feed',
    holder,
    forMs,
    above: 0,
    info: { note: '' },
  });

  test('a lease has one holder, and says who', async () => {
    const lease = await leases().acquire(wanted('a'));
    expect(lease).toEqual({ name: 'feed', holder: 'a', epoch: 1 });
    expect(await leases().acquire(wanted('b'))).toBeNull();
    expect(await leases().acquire(wanted('a'))).toBeNull();
    expect(await leases().look('feed')).toMatchObject({ holder: 'a', epoch: 1, isHeld: true });
    expect(await leases().look('other')).toBeNull();
  });

  test('of many who ask at once one gets it', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, (_, i) => leases().acquire(wanted(`p${i}`))));
    expect(asked.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test('one that ran out goes to the next under a higher epoch, and the old holder is told', async () => {
    const old = await leases().acquire(wanted('a', SHORT));
    await sleep(80);
    expect(await leases().look('feed')).toMatchObject({ isHeld: false });
    expect(await leases().acquire(wanted('b'))).toMatchObject({ holder: 'b', epoch: 2 });
    expect(await leases().renew(old!, LONG, { note: '' })).toBe(false);
    await leases().release(old!);
    expect(await leases().look('feed')).toMatchObject({ holder: 'b', isHeld: true });
  });

  test('one that ran out and nobody took goes on', async () => {
    const lease = await leases().acquire(wanted('a', SHORT));
    await sleep(80);
    expect(await leases().renew(lease!, LONG, { note: 'still here' })).toBe(true);
    expect(await leases().look('feed')).toMatchObject({ isHeld: true, info: { note: 'still here' } });
  });

  test('a released one is free at once', async () => {
    await leases().release((await leases().acquire(wanted('a')))!);
    expect(await leases().acquire(wanted('b'))).toMatchObject({ epoch: 2 });
  });

  test('the epoch is above what the asker knows to be used', async () => {
    expect(await leases().acquire({ ...wanted('a'), above: 41 })).toMatchObject({ epoch: 42 });
  });

  test('blind spans are there once, newest first, from where they matter', async () => {
    const { blindSpans } = createStores(database());
    for (const minute of [1, 5, 5, 9])
      await blindSpans.add({
        from: at(minute * 60_000),
        to: at(minute * 60_000 + 20_000),
        reason: 'no-feed',
      });
    expect((await blindSpans.since(at(5 * 60_000))).map(({ from }) => from)).toEqual([
      at(9 * 60_000),
      at(5 * 60_000),
    ]);
  });

  test('the later state of two followers of one name stays', async () => {
    const { checkpoints } = createStores(database());
    const load = () => loadedParts((take) => checkpoints.load('engine 0/1', take));
    expect(await load()).toBeNull();
    await checkpoints.save('engine 0/1', { seq: 20, parts: ['twenty', 'and more'] });
    await checkpoints.save('engine 0/1', { seq: 10, parts: ['ten', 'and more'] });
    await checkpoints.save('record', { seq: 5, parts: ['five'] });
    expect(await load()).toEqual({ seq: 20, parts: ['twenty', 'and more'] });
    expect(await database().query('select part from checkpoint_parts')).toEqual([{ part: 'and more' }]);
    expect(await checkpoints.names()).toEqual([
      { name: 'engine 0/1', seq: 20 },
      { name: 'record', seq: 5 },
    ]);
  });
}
