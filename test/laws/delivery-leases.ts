/** What the ledger on a database adds to delivery-store.ts: leases on the database's clock, claimers on several connections. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AlertEvent } from '../../src/alerts/event.ts';
import { durationMs, epochMs } from '../../src/kernel/units.ts';
import type { Attempt, ClaimedDelivery, FinishedAs } from '../../src/notify/delivery.ts';
import type { Database } from '../../src/storage/database.ts';
import { dropEventsBefore } from '../../src/storage/event-retention.ts';
import { makeTickDays } from '../../src/storage/tick-partitions.ts';
import { vacuum } from '../../src/storage/vacuum.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { at, sampleBatch, sampleEvent } from '../support/samples.ts';

const OWNER = '11111111-1111-4111-8111-111111111111';
const LONG = durationMs(60_000);
const SHORT = durationMs(400);

export function deliveryLeaseLaws(database: () => Database): void {
  const store = () => createStores(database()).deliveries;
  const record = (events: readonly AlertEvent[]) =>
    createStores(database()).journal.commit(sampleBatch({ events }));
  const claim = async (limit = 100, leaseMs = LONG) => {
    await store().beat(OWNER);
    return store().claim({ owner: OWNER, limit, leaseMs, rooms: new Map() });
  };
  const finish = async (claimed: ClaimedDelivery, made: Attempt, as: FinishedAs) => {
    const [kept] = await store().finish([{ claimed, attempt: made, as }]);
    return kept;
  };
  const attempt = (fields: Partial<Attempt> = {}): Attempt => ({
    number: 1,
    startedAt: epochMs(1_399_273_200_123),
    tookMs: durationMs(45),
    result: 'ok',
    reason: null,
    detail: '204',
    ...fields,
  });
  const send = (claimed: ClaimedDelivery) => finish(claimed, attempt(), { status: 'sent' });
  const manyAlerts = (count: number) =>
    Array.from({ length: count }, (_, i) => sampleEvent({ key: `a${i}:1:1`, alert: `a${i}` }));

  test('a claim hands over the delivery with its event', async () => {
    const [stored] = await record([sampleEvent()]);
    const [claimed] = await claim();
    expect(claimed).toMatchObject({ event: sampleEvent(), recordedAt: stored!.recordedAt });
    expect(claimed!.delivery).toMatchObject({
      eventId: stored!.id,
      channel: 'desk',
      status: 'sending',
      attempts: 0,
    });
    expect(await claim()).toEqual([]);
  });

  test('a sent delivery is finished and its attempt recorded', async () => {
    await record([sampleEvent()]);
    const [claimed] = await claim();
    expect(await send(claimed!)).toBe(true);
    const { id } = claimed!.delivery;
    expect(await store().get(id)).toMatchObject({ status: 'sent', attempts: 1, reason: null });
    expect((await store().get(id))!.sentAt).not.toBeNull();
    expect(await store().attempts(id)).toEqual([attempt()]);
    expect(await claim()).toEqual([]);
  });

  test('a failed delivery waits until it is due, and is counted', async () => {
    await record([sampleEvent()]);
    const [claimed] = await claim();
    const dueAt = epochMs(claimed!.claimedAt + 150);
    const failed = attempt({ result: 'retry', reason: 'http-5xx', detail: '503' });
    expect(await finish(claimed!, failed, { status: 'pending', dueAt, reason: 'http-5xx' })).toBe(true);
    expect(await store().get(claimed!.delivery.id)).toMatchObject({
      status: 'pending',
      attempts: 1,
      dueAt,
      reason: 'http-5xx',
    });
    expect(await claim()).toEqual([]);
    expect(await store().nextDueInMs()).toBeLessThanOrEqual(150);
    await sleep(200);
    expect(await store().nextDueInMs()).toBeLessThanOrEqual(0);
    const [again] = await claim();
    expect(again!.delivery).toMatchObject({ id: claimed!.delivery.id, attempts: 1 });
    expect(again!.delivery.idempotencyKey).toBe(claimed!.delivery.idempotencyKey);
  });

  test('claimers at the same time never get the same delivery, and together get all', async () => {
    await record(manyAlerts(60));
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(10)));
    const ids = claims.flat().map(({ delivery }) => delivery.id);
    expect(new Set(ids).size).toBe(ids.length);
    ids.push(...(await claim()).map(({ delivery }) => delivery.id));
    expect(new Set(ids).size).toBe(60);
  });

  test('within an alert and channel one goes out at a time, in the order of the events', async () => {
    await record([1, 2, 3].map((n) => sampleEvent({ key: `a1:1:${n}`, channels: ['desk', 'phone'] })));
    const order: string[] = [];
    for (let round = 0; round < 3; round++) {
      const claimed = await claim();
      expect(claimed.map(({ delivery }) => delivery.channel).toSorted()).toEqual(['desk', 'phone']);
      order.push(claimed[0]!.event.key);
      for (const each of claimed) await send(each);
    }
    expect(order).toEqual(['a1:1:1', 'a1:1:2', 'a1:1:3']);
  });

  test('a delivery that waits for its next try holds back the later ones of its alert and channel only', async () => {
    await record([1, 2].map((n) => sampleEvent({ key: `a1:1:${n}` })));
    await record([sampleEvent({ key: 'a2:1:1', alert: 'a2' })]);
    const [first] = await claim(1);
    const dueAt = epochMs(first!.claimedAt + 60_000);
    const failed = attempt({ result: 'retry', reason: 'timeout' });
    await finish(first!, failed, { status: 'pending', dueAt, reason: 'timeout' });
    expect((await claim()).map(({ event }) => event.key)).toEqual(['a2:1:1']);
    const dueInMs = await store().nextDueInMs();
    expect(dueInMs).toBeGreaterThan(30_000);
    expect(dueInMs).toBeLessThanOrEqual(60_000);
  });

  test('after a crash between claim and finish the delivery is claimable when the lease has run out', async () => {
    await record([sampleEvent()]);
    const [lost] = await claim(10, SHORT);
    expect(await claim()).toEqual([]);
    await sleep(450);
    const [taken] = await claim();
    expect(taken!.delivery.id).toBe(lost!.delivery.id);
    expect(taken!.delivery.idempotencyKey).toBe(lost!.delivery.idempotencyKey);
    expect(taken!.lease).not.toBe(lost!.lease);
  });

  test('the only owner of a database takes back at once what a killed process had under way', async () => {
    await record([sampleEvent()]);
    const [lost] = await claim();
    expect(await claim()).toEqual([]);
    await store().dropLeases();
    const [again] = await claim();
    expect(again!.delivery.id).toBe(lost!.delivery.id);
    expect(await send(lost!)).toBe(false);
    expect(await send(again!)).toBe(true);
  });

  test('the counts agree with the rows after every kind of change', async () => {
    await record(manyAlerts(12));
    const claimed = await claim(8);
    const dueAt = epochMs(claimed[0]!.claimedAt + 60_000);
    await send(claimed[0]!);
    await send(claimed[1]!);
    await finish(claimed[2]!, attempt({ result: 'gone', reason: 'not-found' }), {
      status: 'dead',
      reason: 'not-found',
    });
    await finish(claimed[3]!, attempt({ result: 'retry', reason: 'timeout' }), {
      status: 'pending',
      dueAt,
      reason: 'timeout',
    });
    expect(await store().counts()).toEqual({ pending: 5, sending: 4, sent: 2, dead: 1 });
    await store().redeliverAll({ status: 'dead', limit: 10 });
    await store().dropLeases();
    expect(await store().counts()).toEqual({ pending: 10, sending: 0, sent: 2, dead: 0 });
  });

  test('old events go with all that belongs to them, but for the open and the last of each alert', async () => {
    const firings = (alert: string) =>
      [1, 2, 3].map((n) => sampleEvent({ key: `${alert}:1:${n}`, alert, at: at(n) }));
    await record([...firings('a1'), ...firings('a2')]);
    for (let round = 0; round < 3; round++)
      for (const each of await claim()) if (each.event.alert === 'a1') await send(each);
    const { events } = createStores(database());
    expect(await dropEventsBefore(database(), at(2))).toBe(1);
    expect(await dropEventsBefore(database(), at(1_000))).toBe(1);
    const left = (await events.list({ limit: 10 })).items.map(({ event }) => event.key);
    expect(left.toSorted()).toEqual(['a1:1:3', 'a2:1:1', 'a2:1:2', 'a2:1:3']);
    expect(await store().counts()).toEqual({ pending: 2, sending: 1, sent: 1, dead: 0 });
    expect(await database().query('select id from attempts')).toHaveLength(1);
    expect(await events.firingCounts(1)).toEqual(
      new Map([
        ['a1:1', 3],
        ['a2:1', 3],
      ]),
    );
  });

  test('no statement looks at more than two thousand old events, however many stay', async () => {
    const alerts = Array.from({ length: 4_500 }, (_, n) => `a${n}`);
    await record(alerts.map((alert) => sampleEvent({ key: `${alert}:1:1`, alert, at: at(1) })));
    await record(
      ['last', 'last'].map((alert, n) => sampleEvent({ key: `${alert}:1:${n}`, alert, at: at(2 + n) })),
    );
    await database().query(`update deliveries set status = 'sent'`);
    const portions: object[] = [];
    const counting = {
      ...database(),
      async query<Row extends object>(...given: Parameters<Database['query']>): Promise<readonly Row[]> {
        const rows = await database().query<Row>(...given);
        portions.push(...rows);
        return rows;
      },
    };
    expect(await dropEventsBefore(counting, at(1_000))).toBe(1);
    expect(portions).toMatchObject([
      { seen: 2_000, count: 0 },
      { seen: 2_000, count: 0 },
      { seen: 502, count: 1 },
    ]);
  });

  test('a vacuum and partitions made ahead change nothing that is seen', async () => {
    await record([sampleEvent()]);
    await vacuum(database());
    await makeTickDays(database(), at(0), 3);
    await makeTickDays(database(), at(0), 3);
    expect(await database().query('select day from tick_days')).toHaveLength(4);
    expect(await claim()).toHaveLength(1);
  });

  test('a lost lease cannot finish', async () => {
    await record([sampleEvent()]);
    const [lost] = await claim(10, SHORT);
    await sleep(450);
    const [taken] = await claim();
    expect(await send(lost!)).toBe(false);
    expect(await store().attempts(lost!.delivery.id)).toEqual([]);
    expect(await send(taken!)).toBe(true);
    expect(await send(taken!)).toBe(false);
    expect(await store().attempts(lost!.delivery.id)).toHaveLength(1);
  });
}
