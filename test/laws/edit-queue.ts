/** What the way of an edit into the log keeps, whichever database stands behind it. */
import { beforeEach, expect, test } from 'vitest';
import type { DurationMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { type Lease, SqlLeaseStore } from '../../src/storage/lease-store.ts';
import { at, collect, sampleAlert } from '../support/samples.ts';

export function editQueueLaws(database: () => Database): void {
  const stores = () => createStores(database());
  const take = async (holder: string, forMs = 60_000) =>
    (await new SqlLeaseStore(database()).acquire({
      name: 'feed',
      holder,
      forMs: forMs as DurationMs,
      above: 0,
      info: {},
    }))!;
  const save = (revision: number, status: 'armed' | 'paused' = 'armed') =>
    ({ type: 'save', alert: sampleAlert({ revision }), status }) as const;
  let lease: Lease;
  beforeEach(async () => {
    lease = await take('leader');
  });

  test('a request gets its place, becomes true and is answered in one step', async () => {
    const { edits, alerts, journal } = stores();
    const key = await edits.request(save(1));
    expect(await edits.hasOpen()).toBe(true);
    expect(await edits.answer(key)).toBeNull();
    expect(await edits.sequence(lease, 101, at(5))).toEqual([
      { seq: 101, entry: { type: 'arm', alert: sampleAlert(), at: at(5) } },
    ]);
    expect(await edits.answer(key)).toEqual({ outcome: 'done', seq: 101 });
    expect(await edits.hasOpen()).toBe(false);
    expect(await alerts.get('a1')).toMatchObject({ status: 'armed', alert: { revision: 1 } });
    expect(await edits.lastSeq()).toBe(101);
    expect(await collect(journal.entriesAfter(0, 101))).toEqual([
      { seq: 101, entry: { type: 'arm', alert: sampleAlert(), at: at(5) } },
    ]);
    expect(await journal.position(), 'the recorded place is the recorder’s').toMatchObject({ seq: 0 });
  });

  test('requests are taken in their order, each with a place of its own', async () => {
    const { edits } = stores();
    await edits.request(save(1));
    await edits.request({ type: 'pause', alert: 'a1' });
    await edits.request({ type: 'arm', alert: 'a1' });
    await edits.request({ type: 'remove', alert: 'a1' });
    const placed = await edits.sequence(lease, 7, at(0));
    expect(placed!.map(({ seq, entry }) => [seq, entry.type])).toEqual([
      [7, 'arm'],
      [8, 'disarm'],
      [9, 'arm'],
      [10, 'disarm'],
    ]);
  });

  test('what changes nothing is answered and takes no place', async () => {
    const { edits } = stores();
    await edits.request(save(1));
    await edits.sequence(lease, 1, at(0));
    const keys = {
      unchanged: await edits.request({ type: 'arm', alert: 'a1' }),
      conflict: await edits.request(save(3)),
      missing: await edits.request({ type: 'pause', alert: 'nobody' }),
      done: await edits.request(save(2, 'paused')),
    };
    expect(await edits.sequence(lease, 2, at(0))).toEqual([
      { seq: 2, entry: { type: 'disarm', alert: 'a1', at: at(0) } },
    ]);
    for (const [outcome, key] of Object.entries(keys))
      expect(await edits.answer(key)).toEqual({ outcome, seq: outcome === 'done' ? 2 : null });
  });

  test('a sequencer that did not hear of its commit is told, before anything else gets a place', async () => {
    const { edits } = stores();
    await edits.request(save(1));
    const first = await edits.sequence(lease, 50, at(3));
    await edits.request({ type: 'pause', alert: 'a1' });
    expect(await edits.sequence(lease, 50, at(9))).toEqual(first);
    expect((await edits.sequence(lease, 51, at(9)))!.map(({ seq }) => seq)).toEqual([51]);
  });

  test('whoever lost the lease gives no place', async () => {
    const { edits } = stores();
    await new SqlLeaseStore(database()).release(lease);
    await take('successor');
    const key = await edits.request(save(1));
    expect(await edits.sequence(lease, 1, at(0))).toBeNull();
    expect(await edits.answer(key)).toBeNull();
  });

  test('a request under the same key is one, and can be taken back only before it has a place', async () => {
    const { edits } = stores();
    const key = await edits.request(save(1));
    await edits.request(save(1), key);
    expect(await edits.sequence(lease, 1, at(0))).toHaveLength(1);
    expect(await edits.withdraw(key)).toBe(false);
    const other = await edits.request({ type: 'pause', alert: 'a1' });
    expect(await edits.withdraw(other)).toBe(true);
    expect(await edits.sequence(lease, 2, at(0))).toEqual([]);
  });

  test('a request that nobody can be waiting for any more is dropped, not made', async () => {
    const { edits, alerts } = stores();
    const key = await edits.request(save(1));
    await database().query(`update edit_requests set requested_at = now() - interval '30 s'`);
    const other = await edits.request({ type: 'pause', alert: 'a1' });
    expect(await edits.sequence(lease, 1, at(0))).toEqual([]);
    expect(await alerts.get('a1')).toBeNull();
    expect(await edits.answer(key)).toBeNull();
    expect(await edits.withdraw(key)).toBe(false);
    expect(await edits.answer(other)).toMatchObject({ outcome: 'missing' });
    expect(await edits.hasOpen()).toBe(false);
  });

  test('answered requests are forgotten after a day, but never the highest place', async () => {
    const { edits } = stores();
    await edits.request(save(1));
    await edits.request({ type: 'pause', alert: 'a1' });
    await edits.sequence(lease, 1, at(0));
    await database().query(`update edit_requests set requested_at = now() - interval '2 days'`);
    expect(await edits.forgetAnswered()).toBe(1);
    expect(await edits.lastSeq()).toBe(2);
  });
}
