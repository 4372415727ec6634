/** What becomes of events and ended alerts, whether the journal of one process writes them, or an engine that leaves prices to the recorder. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { JournalBatch, StoredEvent } from '../../src/alerts/ports.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { at, M1, sampleAlert, sampleBatch, sampleEvent, T0 } from '../support/samples.ts';

type Commit = (batch: JournalBatch) => Promise<readonly StoredEvent[]>;

export const byTheJournal = (database: Database): Commit => {
  const { journal } = createStores(database);
  return (batch) => journal.commit(batch);
};
export const byAnEngine = (database: Database): Commit => {
  const { eventJournal } = createStores(database);
  return ({ indicators, events, statuses, ownClock }) =>
    eventJournal.commit({ indicators, events, statuses, ownClock, simulated: false });
};

export function recordedEventLaws(database: () => Database, by: (database: Database) => Commit): void {
  const stores = () => createStores(database());
  const commit: Commit = (batch) => by(database())(batch);
  const events = Array.from({ length: 40 }, (_, i) => sampleEvent({ key: `a1:1:${i + 1}` }));

  test('an event comes with one delivery for each channel, and counts for its alert', async () => {
    const { alerts, deliveries } = stores();
    await alerts.save(sampleAlert(), 'armed', 0);
    const both = [sampleEvent({ channels: ['desk', 'phone'] }), sampleEvent({ key: 'a1:1:2', at: at(5) })];
    const indicators = [{ source: M1, indicator: 'rsi(14)', at: T0, values: { value: 53.25 } }];
    const stored = await commit(sampleBatch({ events: both, indicators, seq: 7 }));
    expect(stored.map(({ event }) => event.key)).toEqual(['a1:1:1', 'a1:1:2']);
    expect((await deliveries.counts()).pending).toBe(3);
    expect(await alerts.get('a1')).toMatchObject({ firings: 2, lastFiredAt: at(5) });
  });

  test('the same events again, and from two writers at once, are there once and told once', async () => {
    const { deliveries, alerts } = stores();
    await alerts.save(sampleAlert(), 'armed', 0);
    const batch = sampleBatch({ events });
    const answers = await Promise.all([commit(batch), commit(batch), commit(batch)]);
    expect(answers.flat()).toHaveLength(40);
    expect(await commit(batch)).toEqual([]);
    expect((await deliveries.counts()).pending).toBe(40);
    expect(await alerts.get('a1')).toMatchObject({ firings: 40 });
  });

  test('one that cannot be written takes its whole batch back', async () => {
    const { deliveries } = stores();
    const broken = sampleEvent({ key: 'broken', kind: 'nonsense' as 'fired' });
    await expect(commit(sampleBatch({ events: [sampleEvent(), broken] }))).rejects.toThrow(
      /events_kind_check/,
    );
    expect((await deliveries.counts()).pending).toBe(0);
    expect(await commit(sampleBatch({ events: [sampleEvent()] }))).toHaveLength(1);
  });

  test('the idempotency key follows from trigger key and channel alone', async () => {
    const { deliveries } = stores();
    await commit(sampleBatch({ events: [sampleEvent()] }));
    const page = await deliveries.list({ limit: 10 });
    const digest = createHash('sha256').update('a1:1:1|desk').digest('base64url');
    expect(page.items[0]!.idempotencyKey).toBe(`msg_${digest}`);
  });

  test('a channel named twice gets one delivery, and one that does not exist gets its delivery all the same', async () => {
    const { deliveries } = stores();
    await commit(sampleBatch({ events: [sampleEvent({ channels: ['x', 'y', 'x'] })] }));
    const page = await deliveries.list({ limit: 10 });
    expect(page.items.map(({ channel }) => channel).sort()).toEqual(['x', 'y']);
  });

  test('texts that PostgreSQL cannot hold do not stop the batch', async () => {
    const message = 'NUL \0, half a pair \ud83d, right-to-left \u202e, a whole one \u{1f4b6}, \\u0000';
    const [stored] = await commit(sampleBatch({ events: [sampleEvent({ message })] }));
    expect(stored!.event.message).toBe(
      'NUL \ufffd, half a pair \ufffd, right-to-left \u202e, a whole one \u{1f4b6}, \\u0000',
    );
  });

  test('an event recorded more than a minute after its time is late, unless market time is not the wall clock', async () => {
    const now = Date.now() as typeof T0;
    const events = [sampleEvent({ key: 'old' }), sampleEvent({ key: 'new', at: now })];
    const live = await commit(sampleBatch({ events }));
    expect(live.map(({ late }) => late)).toEqual([true, false]);
    const [replayed] = await commit(
      sampleBatch({ events: [sampleEvent({ key: 'replayed' })], ownClock: true }),
    );
    expect(replayed!.late).toBe(false);
  });

  test('a status from the engine gives way to a later edit and to a newer revision', async () => {
    const { alerts } = stores();
    await alerts.save(sampleAlert(), 'armed', 5);
    const done = { alert: 'a1', revision: 1, status: 'done' } as const;
    await alerts.setStatus('a1', 'paused', 20);
    await commit(sampleBatch({ statuses: [{ ...done, seq: 10 }], seq: 30 }));
    expect((await alerts.get('a1'))!.status).toBe('paused');
    await alerts.save(sampleAlert({ revision: 2 }), 'armed', 25);
    await commit(sampleBatch({ statuses: [{ ...done, seq: 40 }], seq: 40 }));
    expect((await alerts.get('a1'))!.status).toBe('armed');
  });
}
