/** What the way of an edit into the log keeps, whichever database stands behind it. */
import { beforeEach, expect, test } from 'vitest';
import type { DurationMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import type { EditRequest } from '../../src/storage/edit-queue.ts';
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
  const ask = async (edit: EditRequest, key?: string): Promise<string> =>
    (await stores().edits.request([edit], key === undefined ? undefined : [key]))[0]!;
  const answer = async (key: string) => (await stores().edits.answers([key])).get(key);
  let lease: Lease;
  beforeEach(async () => {
    lease = await take('leader');
  });

  test('a request gets its place, becomes true and is answered in one step', async () => {
    const { edits, alerts, journal } = stores();
    const key = await ask(save(1));
    expect(await edits.hasOpen()).toBe(true);
    expect(await answer(key)).toBeUndefined();
    expect(await edits.sequence(lease, 101, at(5))).toEqual([
      { seq: 101, entry: { type: 'arm', alert: sampleAlert(), at: at(5) } },
    ]);
    expect(await answer(key)).toEqual({ outcome: 'done', seq: 101 });
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
    await ask(save(1));
    await ask({ type: 'pause', alert: 'a1' });
    await ask({ type: 'arm', alert: 'a1' });
    await ask({ type: 'remove', alert: 'a1' });
    const placed = await edits.sequence(lease, 7, at(0));
    expect(placed!.map(({ seq, entry }) => [seq, entry.type])).toEqual([
      [7, 'arm'],
      [8, 'disarm'],
      [9, 'arm'],
      [10, 'disarm'],
    ]);
  });

  test('requests made together get places in their order, and answers of their own', async () => {
    const { edits } = stores();
    const ids = ['b', 'a', 'c'];
    const keys = await edits.request([
      ...ids.map((id) => ({ type: 'save', alert: sampleAlert({ id }), status: 'armed' }) as const),
      { type: 'pause', alert: 'nobody' },
    ]);
    expect((await edits.answers(keys)).size).toBe(0);
    const placed = await edits.sequence(lease, 7, at(0));
    expect(placed!.map(({ entry }) => entry.type === 'arm' && entry.alert.id)).toEqual(ids);
    const answers = await edits.answers(keys);
    expect(keys.map((key) => answers.get(key))).toEqual([
      { outcome: 'done', seq: 7 },
      { outcome: 'done', seq: 8 },
      { outcome: 'done', seq: 9 },
      { outcome: 'missing', seq: null },
    ]);
  });

  test('what changes nothing is answered and takes no place', async () => {
    const { edits } = stores();
    await ask(save(1));
    await edits.sequence(lease, 1, at(0));
    const keys = {
      unchanged: await ask({ type: 'arm', alert: 'a1' }),
      conflict: await ask(save(3)),
      missing: await ask({ type: 'pause', alert: 'nobody' }),
      done: await ask(save(2, 'paused')),
    };
    expect(await edits.sequence(lease, 2, at(0))).toEqual([
      { seq: 2, entry: { type: 'disarm', alert: 'a1', at: at(0) } },
    ]);
    for (const [outcome, key] of Object.entries(keys))
      expect(await answer(key)).toEqual({ outcome, seq: outcome === 'done' ? 2 : null });
  });

  test('a sequencer that did not hear of its commit is told, before anything else gets a place', async () => {
    const { edits } = stores();
    await ask(save(1));
    const first = await edits.sequence(lease, 50, at(3));
    await ask({ type: 'pause', alert: 'a1' });
    expect(await edits.sequence(lease, 50, at(9))).toEqual(first);
    expect((await edits.sequence(lease, 51, at(9)))!.map(({ seq }) => seq)).toEqual([51]);
  });

  test('whoever lost the lease gives no place', async () => {
    const { edits } = stores();
    await new SqlLeaseStore(database()).release(lease);
    await take('successor');
    const key = await ask(save(1));
    expect(await edits.sequence(lease, 1, at(0))).toBeNull();
    expect(await answer(key)).toBeUndefined();
  });

  test('a request under the same key is one, and can be taken back only before it has a place', async () => {
    const { edits } = stores();
    const key = await ask(save(1));
    await ask(save(1), key);
    expect(await edits.sequence(lease, 1, at(0))).toHaveLength(1);
    await edits.withdraw([key]);
    expect(await answer(key)).toMatchObject({ outcome: 'done' });
    const other = await ask({ type: 'pause', alert: 'a1' });
    await edits.withdraw([other]);
    expect(await edits.sequence(lease, 2, at(0))).toEqual([]);
  });

  test('a request that nobody can be waiting for any more is dropped, not made', async () => {
    const { edits, alerts } = stores();
    const key = await ask(save(1));
    await database().query(`update edit_requests set requested_at = now() - interval '30 s'`);
    const other = await ask({ type: 'pause', alert: 'a1' });
    expect(await edits.sequence(lease, 1, at(0))).toEqual([]);
    expect(await alerts.get('a1')).toBeNull();
    expect(await answer(key)).toBeUndefined();
    expect(await answer(other)).toMatchObject({ outcome: 'missing' });
    expect(await edits.hasOpen()).toBe(false);
  });

  test('answered requests are forgotten after a day, but never the highest place', async () => {
    const { edits } = stores();
    await ask(save(1));
    await ask({ type: 'pause', alert: 'a1' });
    await edits.sequence(lease, 1, at(0));
    await database().query(`update edit_requests set requested_at = now() - interval '2 days'`);
    expect(await edits.forgetAnswered()).toBe(1);
    expect(await edits.lastSeq()).toBe(2);
  });
}
