/** Reconcile finds nothing where nothing is wrong, and each thing that somebody made wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.ts';
import { reconcile } from '../../src/app/reconcile/reconcile.ts';
import { AuditReader } from '../../src/storage/audit-reader.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import type { DurationMs, EpochMs } from '../../src/kernel/units.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, KINDS, type TestDatabase } from '../support/databases.ts';
import { randomTicks } from '../support/random-market.ts';
import { sampleAlert } from '../support/samples.ts';
import { INSTRUMENTS, newEngine } from '../support/timeline.ts';

const nothing = (): void => undefined;
const OWNER = '00000000-0000-4000-8000-000000000001';
const LEDGER = new Map([['desk', new Set<string>()]]);

describe.each(KINDS)('reconcile on %s', (kind) => {
  let under: TestDatabase;
  beforeAll(async () => {
    under = await openCopy(kind);
  });
  afterAll(() => under.dispose());
  beforeEach(async () => {
    await empty(under.database);
    await record(under.database);
    await deliver(under.database);
  });

  const found = async (ledger = new Map<string, ReadonlySet<string>>()) => {
    const { journal, history } = createStores(under.database);
    const ports = { journal, history, instruments: INSTRUMENTS, audit: new AuditReader(under.database) };
    return reconcile(ports, { ledger, waitMs: 0 });
  };
  const after = async (sql: string) => {
    await under.database.script(sql);
    return (await found()).differences.map(({ invariant, what }) => `${invariant} ${what}`);
  };

  test('nothing is found where nothing is wrong', async () => {
    const result = await found();
    expect(result.differences).toEqual([]);
    expect(result.events).toBeGreaterThan(20);
    expect(result.expected).toBe(result.events);
    expect(result.uncheckedRevisions).toBe(0);
    expect(result.deliveries).toMatchObject({ sent: result.events, dead: 0 });
  });

  test('a lost event is found', async () => {
    const found = await after(
      `delete from attempts; delete from deliveries where event_id = 5; delete from events where id = 5`,
    );
    expect(found).toContain('I1 fires by the log, and is no event');
  });

  test('an event that the log does not give, or gives at another time, is found', async () => {
    expect(await after(`update events set key = 'a1:1:9999' where id = 7`)).toEqual(
      expect.arrayContaining([
        'I1 fires by the log, and is no event',
        'I2 is an event, and does not fire by the log',
        'I5 key not derived from event and channel',
      ]),
    );
    expect(await after(`update events set at = at + interval '1 ms' where id = 9`)).toContain(
      'I2 is an event of another time',
    );
  });

  test('a delivery that is missing, too many, or of a foreign key is found', async () => {
    expect(await after('delete from attempts; delete from deliveries where event_id = 3')).toContain(
      'I3 delivery missing',
    );
    expect(await after(`update deliveries set channel = 'other' where event_id = 4`)).toEqual(
      expect.arrayContaining(['I3 delivery missing', 'I3 delivery to a channel the event does not name']),
    );
    expect(await after(`update deliveries set idempotency_key = 'msg_x' where event_id = 6`)).toContain(
      'I5 key not derived from event and channel',
    );
  });

  test('one marked as sent that nobody sent, and one dead without a reason, are found', async () => {
    expect(
      await after(`delete from attempts where delivery_id = (select id from deliveries where event_id = 2)`),
    ).toEqual(['I4 sent without an attempt that was accepted']);
    expect(await after(`update deliveries set status = 'dead' where event_id = 3`)).toContain(
      'I4 dead without a reason',
    );
  });

  test('sendings out of order are found', async () => {
    expect(
      await after(`update deliveries set sent_at = sent_at - interval '1 day' where event_id = 8`),
    ).toEqual(['I6 sent before an earlier one']);
  });

  test('what a receiver never saw, and what nobody sent it, are found', async () => {
    const { differences, events } = await found(LEDGER);
    expect(differences).toHaveLength(events);
    expect(differences[0]).toMatchObject({ invariant: 'I4', what: 'sent, and never seen by the receiver' });
    const rows = await under.database.query<{ key: string }>('select idempotency_key as key from deliveries');
    const ids = new Set([...rows.map(({ key }) => key), 'msg_unknown']);
    expect((await found(new Map([['desk', ids]]))).differences).toEqual([
      expect.objectContaining({
        what: 'receiver took a message of which there is no delivery',
        detail: 'msg_unknown',
      }),
    ]);
  });

  test('firings of alerts older than the recorded ticks are counted, not judged', async () => {
    await under.database.script('delete from ticks where seq < 400');
    const { differences, uncheckedRevisions } = await found();
    expect(differences).toEqual([]);
    expect(uncheckedRevisions).toBe(1);
  });
});

/** An alert over a walk, through the real pipeline and journal. */
async function record(database: Database): Promise<void> {
  const { journal } = createStores(database);
  const pipeline = new Pipeline({
    ...{ engine: newEngine(), journal, seq: 0, simulated: false, ownClock: true },
    ...{ feedPosition: () => null, onStep: nothing, onRecorded: nothing, onFault: nothing, onFatal: nothing },
  });
  await pipeline.save(sampleAlert({ when: 'bid crosses 1.39' }), 'armed');
  for (const tick of randomTicks(7, { ticks: 800 })) pipeline.append({ type: 'tick', tick });
  await pipeline.end(5_000);
}

async function deliver(database: Database): Promise<void> {
  const { deliveries } = createStores(database);
  await deliveries.beat(OWNER);
  const rooms = new Map<string, number>();
  for (;;) {
    const claimed = await deliveries.claim({
      ...{ owner: OWNER, limit: 10, leaseMs: 60_000 as DurationMs, rooms },
    });
    if (claimed.length === 0) return;
    const startedAt = Date.now() as EpochMs;
    await deliveries.finish(
      claimed.map((each) => ({
        claimed: each,
        attempt: {
          ...{ number: 1, startedAt, tookMs: 1 as DurationMs, result: 'ok', reason: null, detail: '' },
        },
        as: { status: 'sent' },
      })),
    );
  }
}
