/**
 * What every DeliveryStore promises, whatever it stands on. Run it over each: `deliveryStoreLaws('in memory', make)` inside a test file.
 */
import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { DurationMs, EpochMs } from '../../src/kernel/units.ts';
import type { Attempt, ClaimedDelivery, DeliveryStore, FinishedAs } from '../../src/notify/delivery.ts';
import { eventFixture } from '../support/event-fixtures.ts';

export interface DeliveryStoreUnderTest {
  readonly store: DeliveryStore;
  /** Records an event with a delivery for each of its channels, as the journal does. */
  add(event: AlertEvent): Promise<void>;
  /** The store's clock. */
  now(): Promise<EpochMs>;
  /** Lets the store's clock go on; a store on a real clock waits. */
  pass(ms: number): Promise<void>;
  /** Makes every delivery so much older. */
  age(ms: number): Promise<void>;
  /** As if nothing had been heard of this dispatcher for so long. */
  silence(owner: string, ms: number): Promise<void>;
  close(): Promise<void>;
}

/** For laws of leases that run out; the others take long ones, so that a busy machine does not end them. */
const LEASE_MS = 300 as DurationMs;
const LONG_MS = 60_000 as DurationMs;
const OWNER = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

export function deliveryStoreLaws(name: string, make: () => Promise<DeliveryStoreUnderTest>): void {
  const law = (title: string, body: (under: DeliveryStoreUnderTest) => Promise<void>): void => {
    it(title, async () => {
      const under = await make();
      try {
        await body(under);
      } finally {
        await under.close();
      }
    });
  };

  describe(`delivery store ${name}`, () => {
    law('a new event has one pending delivery for each channel, all with different keys', async (under) => {
      await under.add(firing(1, { channels: ['desk', 'phone'] }));
      const { items } = await under.store.list({ limit: 10 });
      expect(items.map((item) => [item.channel, item.status, item.attempts]).sort()).toEqual([
        ['desk', 'pending', 0],
        ['phone', 'pending', 0],
      ]);
      expect(new Set(items.map((item) => item.idempotencyKey)).size).toBe(2);
      for (const item of items) expect(item.idempotencyKey).toMatch(/^[^.\s]{8,}$/);
    });

    law('a claim hands out the oldest first, with its event, and marks it as sending', async (under) => {
      await under.add(firing(1, { alert: 'a' }));
      await under.pass(2);
      await under.add(firing(1, { alert: 'b' }));
      const [claimed] = await claim(under, 1);
      expect(claimed?.event.alert).toBe('a');
      expect(claimed?.event).toEqual(firing(1, { alert: 'a' }));
      expect(claimed?.claimedAt).toBeGreaterThanOrEqual(claimed!.delivery.createdAt);
      expect(claimed?.claimedAt).toBeLessThanOrEqual(await under.now());
      expect((await under.store.get(claimed!.delivery.id))?.status).toBe('sending');
    });

    law('what is claimed is not claimed again while the lease runs', async (under) => {
      await under.add(firing(1));
      expect(await claim(under)).toHaveLength(1);
      expect(await claim(under)).toHaveLength(0);
    });

    law('simultaneous claims never share a delivery', async (under) => {
      for (let i = 0; i < 20; i++) await under.add(firing(1, { alert: `a${i}` }));
      const claims = await Promise.all(Array.from({ length: 8 }, () => claim(under, 5)));
      const ids = claims.flat().map(({ delivery }) => delivery.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length + (await drain(under))).toBe(20);
    });

    law('of one alert and channel only one is handed out, the earliest', async (under) => {
      await under.add(firing(1));
      await under.add(firing(2));
      await under.add(firing(1, { alert: 'other' }));
      const claimed = await claim(under);
      expect(claimed.map(({ event }) => event.key).sort()).toEqual(['a1:1:1', 'other:1:1']);
      expect(await claim(under)).toHaveLength(0);
    });

    law(
      'a later one of the same alert and channel waits while an earlier one is to be tried again',
      async (under) => {
        await under.add(firing(1, { channels: ['desk', 'phone'] }));
        await under.add(firing(2, { channels: ['desk', 'phone'] }));
        const first = await claim(under);
        const desk = first.find(({ delivery }) => delivery.channel === 'desk')!;
        const phone = first.find(({ delivery }) => delivery.channel === 'phone')!;
        const dueAt = ((await under.now()) + 400) as EpochMs;
        expect(await finish(under, desk, { status: 'pending', dueAt, reason: 'http-5xx' })).toBe(true);
        expect(await finish(under, phone, { status: 'sent' })).toBe(true);
        expect((await claim(under)).map(summary)).toEqual(['a1:1:2 phone']);
        await under.pass(450);
        expect((await claim(under)).map(summary)).toContain('a1:1:1 desk');
      },
    );

    law('a dead delivery lets the next one pass', async (under) => {
      await under.add(firing(1));
      await under.add(firing(2));
      const [first] = await claim(under);
      await finish(under, first!, { status: 'dead', reason: 'not-found' });
      expect((await claim(under)).map(summary)).toEqual(['a1:1:2 desk']);
      const dead = await under.store.get(first!.delivery.id);
      expect(dead).toMatchObject({ status: 'dead', reason: 'not-found', attempts: 1, sentAt: null });
    });

    law('a channel without room gets nothing, one with little no more than that', async (under) => {
      for (let i = 0; i < 5; i++)
        await under.add(firing(1, { alert: `a${i}`, channels: ['desk', 'phone', 'hook'] }));
      const claimed = await claim(under, 50, { desk: 0, phone: 2 });
      expect(channelCounts(claimed)).toEqual({ phone: 2, hook: 5 });
    });

    law('each channel gets its turn, however long the queue of another is', async (under) => {
      for (let i = 0; i < 30; i++) await under.add(firing(1, { alert: `a${i}`, channels: ['busy'] }));
      for (let i = 0; i < 3; i++) await under.add(firing(2, { alert: `a${i}`, channels: ['desk', 'phone'] }));
      expect(channelCounts(await claim(under, 9))).toEqual({ busy: 3, desk: 3, phone: 3 });
    });

    law('what has waited over a minute comes after the rest, the newest of it first', async (under) => {
      for (const alert of ['old', 'older than new']) await under.add(firing(1, { alert }));
      await under.add(firing(2, { alert: 'old' }));
      await under.age(61_000);
      for (const alert of ['new', 'newest']) await under.add(firing(1, { alert }));
      const order: string[] = [];
      for (let i = 0; i < 5; i++) {
        const [claimed] = await claim(under, 1);
        order.push(claimed!.event.key);
        await finish(under, claimed!, { status: 'sent' });
      }
      expect(order).toEqual(['new:1:1', 'newest:1:1', 'older than new:1:1', 'old:1:1', 'old:1:2']);
    });

    law(
      'a lease that ran out makes the delivery claimable with the same key, and the old lease void',
      async (under) => {
        await under.add(firing(1));
        const [first] = await claim(under, 10, {}, LEASE_MS);
        await under.pass(LEASE_MS + 50);
        const [second] = await claim(under);
        expect(second?.delivery.id).toBe(first!.delivery.id);
        expect(second?.delivery.idempotencyKey).toBe(first!.delivery.idempotencyKey);
        expect(await finish(under, first!, { status: 'dead', reason: 'timeout' })).toBe(false);
        expect(await finish(under, second!, { status: 'sent' })).toBe(true);
        const after = await under.store.get(first!.delivery.id);
        expect(after).toMatchObject({ status: 'sent', attempts: 1, reason: null });
        expect(after?.sentAt).not.toBeNull();
        expect(await under.store.attempts(first!.delivery.id)).toHaveLength(1);
      },
    );

    law('an attempt is kept with all it says, and only together with the new state', async (under) => {
      await under.add(firing(1));
      const [claimed] = await claim(under);
      const kept = attempt(1, { result: 'retry', reason: 'http-5xx', detail: 'HTTP 503: busy 混雑' });
      const dueAt = ((await under.now()) + 100_000) as EpochMs;
      const as = { status: 'pending', dueAt, reason: 'http-5xx' } as const;
      expect(await under.store.finish([{ claimed: claimed!, attempt: kept, as }])).toEqual([true]);
      expect(await under.store.attempts(claimed!.delivery.id)).toEqual([kept]);
      expect(await under.store.get(claimed!.delivery.id)).toMatchObject({
        status: 'pending',
        attempts: 1,
        dueAt,
        reason: 'http-5xx',
      });
      const dueInMs = await under.store.nextDueInMs();
      expect(dueInMs).toBeGreaterThan(50_000);
      expect(dueInMs).toBeLessThanOrEqual(100_000);
      expect(await finish(under, claimed!, { status: 'sent' })).toBe(false);
    });

    law('a redelivery starts afresh under the same key and keeps the old attempts', async (under) => {
      await under.add(firing(1));
      const [first] = await claim(under);
      const { id } = first!.delivery;
      expect(await under.store.redeliver(id)).toBe(false);
      await finish(under, first!, { status: 'dead', reason: 'not-found' });
      await under.pass(2);
      expect(await under.store.redeliver(id)).toBe(true);
      expect(await under.store.redeliver(id)).toBe(false);
      const afresh = await under.store.get(id);
      expect(afresh).toMatchObject({ status: 'pending', attempts: 0, reason: null, sentAt: null });
      expect(afresh?.redeliveredAt).toBeGreaterThan(afresh!.createdAt);
      const [second] = await claim(under);
      expect(second?.delivery.idempotencyKey).toBe(first!.delivery.idempotencyKey);
      await finish(under, second!, { status: 'sent' });
      expect((await under.store.attempts(id)).map(({ number }) => number)).toEqual([1, 1]);
      expect(await under.store.redeliver(id)).toBe(true);
    });

    law('what does not exist is null or false', async (under) => {
      expect(await under.store.get('999999')).toBeNull();
      expect(await under.store.redeliver('999999')).toBe(false);
      expect(await under.store.finish([])).toEqual([]);
      expect(await under.store.attempts('999999')).toEqual([]);
      expect(await under.store.nextDueInMs()).toBeNull();
    });

    law('all dead ones of a channel and a time go out again with one request', async (under) => {
      for (let i = 0; i < 3; i++) await under.add(firing(1, { alert: `a${i}`, channels: ['desk', 'phone'] }));
      await under.age(10_000);
      const middle = await under.now();
      await under.add(firing(1, { alert: 'later', channels: ['desk'] }));
      for (const each of await claim(under)) await finish(under, each, { status: 'dead', reason: 'timeout' });
      const dead = { status: 'dead', channel: 'desk', limit: 100 } as const;
      expect(await under.store.redeliverAll({ ...dead, from: middle, to: middle })).toBe(0);
      expect(await under.store.redeliverAll({ ...dead, to: middle, limit: 2 })).toBe(2);
      expect(await under.store.redeliverAll({ ...dead, to: middle })).toBe(1);
      expect(await under.store.redeliverAll({ ...dead, from: middle })).toBe(1);
      expect(await under.store.counts()).toEqual({ pending: 4, sending: 0, sent: 0, dead: 3 });
      expect(await under.store.redeliverAll({ status: 'dead', limit: 100 })).toBe(3);
      expect(await under.store.redeliverAll({ status: 'sent', limit: 100 })).toBe(0);
    });

    law('the list pages through everything once, newest first, and filters', async (under) => {
      for (let i = 1; i <= 7; i++)
        await under.add(firing(i, { channels: i % 2 === 0 ? ['desk'] : ['phone'] }));
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<DeliveryStore['list']>> = await under.store.list({
          limit: 3,
          ...(cursor === null ? {} : { cursor }),
        });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
      expect(ids).toHaveLength(7);
      expect(new Set(ids).size).toBe(7);
      const desk = await under.store.list({ limit: 10, channel: 'desk' });
      expect(desk.items).toHaveLength(3);
      const [claimed] = await claim(under, 1);
      const sending = await under.store.list({ limit: 10, status: 'sending' });
      expect(sending.items.map(({ id }) => id)).toEqual([claimed!.delivery.id]);
      const ofEvent = await under.store.list({ limit: 10, eventId: claimed!.delivery.eventId });
      expect(ofEvent.items.map(({ id }) => id)).toEqual([claimed!.delivery.id]);
      expect(await under.store.counts()).toEqual({ pending: 6, sending: 1, sent: 0, dead: 0 });
    });

    law(
      'a dispatcher that is not heard of any more loses its leases to the others at once',
      async (under) => {
        for (let i = 0; i < 3; i++) await under.add(firing(1, { alert: `a${i}` }));
        expect(await under.store.beat(OWNER)).toEqual({ dispatchers: 1, freed: 0 });
        const [lost] = await under.store.claim({
          owner: OWNER,
          limit: 1,
          leaseMs: LONG_MS,
          rooms: new Map(),
        });
        expect((await under.store.beat(OTHER)).dispatchers).toBe(2);
        const [own] = await under.store.claim({ owner: OTHER, limit: 1, leaseMs: LONG_MS, rooms: new Map() });
        expect((await under.store.beat(OTHER)).freed).toBe(0);
        await under.silence(OWNER, 7_000);
        const [first, second] = [await under.store.beat(OTHER), await under.store.beat(OTHER)];
        expect([first.freed + second.freed, second.dispatchers]).toEqual([1, 1]);
        expect(await under.store.get(lost!.delivery.id)).toMatchObject({ status: 'pending' });
        expect(await under.store.get(own!.delivery.id)).toMatchObject({ status: 'sending' });
        expect(await finish(under, lost!, { status: 'sent' })).toBe(false);
        // Whoever was away too long has to say that it is back before it may take anything.
        const late = { owner: OWNER, limit: 10, leaseMs: LONG_MS, rooms: new Map<string, number>() };
        expect(await under.store.claim(late)).toEqual([]);
        expect(await under.store.claimGroup({ ...late, channel: 'desk', fresh: true })).toEqual([]);
        expect(await claim(under)).toHaveLength(2);
      },
    );

    law('one that takes its leave gives back what it has under way', async (under) => {
      await under.add(firing(1));
      await under.store.beat(OWNER);
      await under.store.beat(OTHER);
      await under.store.claim({ owner: OTHER, limit: 1, leaseMs: LONG_MS, rooms: new Map() });
      await under.store.leave(OTHER);
      expect(await under.store.beat(OWNER)).toEqual({ dispatchers: 1, freed: 1 });
      expect(await claim(under)).toHaveLength(1);
    });

    law('a dispatcher that was itself away says of nobody that it is gone', async (under) => {
      await under.add(firing(1));
      await under.store.beat(OTHER);
      await under.store.claim({ owner: OTHER, limit: 1, leaseMs: LONG_MS, rooms: new Map() });
      await under.store.beat(OWNER);
      // The database stood still for both.
      await under.silence(OWNER, 20_000);
      await under.silence(OTHER, 20_000);
      expect((await under.store.beat(OWNER)).freed).toBe(0);
      expect((await under.store.beat(OTHER)).freed).toBe(0);
      expect(await under.store.beat(OWNER)).toEqual({ dispatchers: 2, freed: 0 });
    });

    law('a group takes all that is due in order, also several of one alert, under one key', async (under) => {
      for (let n = 1; n <= 3; n++) for (const alert of ['a', 'b']) await under.add(firing(n, { alert }));
      await under.add(firing(1, { alert: 'c', channels: ['phone'] }));
      const group = await claimGroup(under);
      expect(group.map(({ event }) => event.key)).toEqual([
        'a:1:1',
        'b:1:1',
        'a:1:2',
        'b:1:2',
        'a:1:3',
        'b:1:3',
      ]);
      const keys = new Set(group.map(({ delivery }) => delivery.groupKey));
      expect([keys.size, keys.has(undefined)]).toEqual([1, false]);
      expect(await finishGroup(under, group, { status: 'sent' })).toEqual(Array(6).fill(true));
      expect(await under.store.get(group[0]!.delivery.id)).toMatchObject({
        status: 'sent',
        groupKey: [...keys][0],
      });
      expect(await under.store.attempts(group[5]!.delivery.id)).toHaveLength(1);
      expect((await claim(under)).map(summary)).toEqual(['c:1:1 phone']);
    });

    law('a group that is too large leaves no hole in the order of an alert', async (under) => {
      for (let n = 1; n <= 3; n++) for (const alert of ['a', 'b']) await under.add(firing(n, { alert }));
      const first = await claimGroup(under, { limit: 4 });
      expect(first.map(({ event }) => event.key)).toEqual(['a:1:1', 'b:1:1', 'a:1:2', 'b:1:2']);
      // The rest waits for it.
      expect(await claimGroup(under)).toEqual([]);
      await finishGroup(under, first, { status: 'sent' });
      expect((await claimGroup(under)).map(({ event }) => event.key)).toEqual(['a:1:3', 'b:1:3']);
    });

    law('one alone needs no group', async (under) => {
      await under.add(firing(1));
      const [claimed] = await claimGroup(under);
      expect(claimed!.delivery.groupKey).toBeUndefined();
    });

    law('a group that failed is tried again as the same group, with nothing else in it', async (under) => {
      for (const alert of ['a', 'b']) await under.add(firing(1, { alert }));
      const first = await claimGroup(under);
      expect(await under.store.channelsWithGroups(['desk'])).toEqual([]);
      await finishGroup(under, first, { status: 'pending', dueAt: await under.now(), reason: 'http-5xx' });
      await under.add(firing(1, { alert: 'c' }));
      await under.pass(5);
      expect(await under.store.channelsWithGroups(['desk', 'phone'])).toEqual(['desk']);
      expect(await under.store.channelsWithGroups(['phone'])).toEqual([]);
      expect((await claim(under)).map(summary)).toEqual(['c:1:1 desk']);
      const again = await claimGroup(under, { fresh: false });
      expect(again.map(({ event }) => event.key)).toEqual(['a:1:1', 'b:1:1']);
      expect(again.map(({ delivery }) => [delivery.groupKey, delivery.attempts])).toEqual(
        first.map(({ delivery }) => [delivery.groupKey, 1]),
      );
      expect(await claimGroup(under, { fresh: false })).toEqual([]);
    });

    law('a group whose lease ran out is taken whole, under its key', async (under) => {
      for (const alert of ['a', 'b']) await under.add(firing(1, { alert }));
      const lost = await claimGroup(under, { leaseMs: LEASE_MS });
      await under.pass(LEASE_MS + 50);
      expect(await claim(under)).toEqual([]);
      const taken = await claimGroup(under, { fresh: false });
      expect(taken.map(({ delivery }) => delivery.groupKey)).toEqual(
        lost.map(({ delivery }) => delivery.groupKey),
      );
      expect(await finishGroup(under, lost, { status: 'sent' })).toEqual([false, false]);
      expect(await finishGroup(under, taken, { status: 'sent' })).toEqual([true, true]);
    });

    law('a dissolved group goes out one by one, never in a group again', async (under) => {
      for (const alert of ['a', 'b']) await under.add(firing(1, { alert }));
      const group = await claimGroup(under);
      const dueAt = await under.now();
      await finishGroup(under, group, { status: 'pending', dueAt, reason: 'http-4xx', alone: true });
      await under.pass(5);
      expect(await claimGroup(under)).toEqual([]);
      const each = await claim(under);
      expect(each.map(({ delivery }) => delivery.groupKey)).toEqual([undefined, undefined]);
    });

    law('what waits for another try keeps the later ones of its alert out of a group', async (under) => {
      await under.add(firing(1, { alert: 'a' }));
      const [first] = await claim(under);
      const dueAt = ((await under.now()) + 100_000) as EpochMs;
      await finish(under, first!, { status: 'pending', dueAt, reason: 'http-5xx' });
      await under.add(firing(2, { alert: 'a' }));
      await under.add(firing(1, { alert: 'b' }));
      expect((await claimGroup(under)).map(({ event }) => event.key)).toEqual(['b:1:1']);
    });
  });
}

/** The n-th firing of an alert. */
function firing(n: number, changes: Partial<AlertEvent> = {}): AlertEvent {
  const alert = changes.alert ?? 'a1';
  return eventFixture({ ...changes, alert, key: `${alert}:1:${n}` });
}

async function claim(
  { store }: DeliveryStoreUnderTest,
  limit = 10,
  rooms: Readonly<Record<string, number>> = {},
  leaseMs = LONG_MS,
): Promise<readonly ClaimedDelivery[]> {
  await store.beat(OWNER);
  return store.claim({ owner: OWNER, limit, leaseMs, rooms: new Map(Object.entries(rooms)) });
}

function channelCounts(claimed: readonly ClaimedDelivery[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { delivery } of claimed) counts[delivery.channel] = (counts[delivery.channel] ?? 0) + 1;
  return counts;
}

async function claimGroup(
  { store }: DeliveryStoreUnderTest,
  { limit = 30, fresh = true, leaseMs = LONG_MS } = {},
): Promise<readonly ClaimedDelivery[]> {
  await store.beat(OWNER);
  return store.claimGroup({ owner: OWNER, channel: 'desk', limit, leaseMs, fresh });
}

function finishGroup(
  { store }: DeliveryStoreUnderTest,
  group: readonly ClaimedDelivery[],
  as: FinishedAs,
): Promise<readonly boolean[]> {
  return store.finish(group.map((claimed) => ({ claimed, attempt: attemptAs(claimed, as), as })));
}

async function drain(under: DeliveryStoreUnderTest): Promise<number> {
  let count = 0;
  for (let claimed = await claim(under); claimed.length > 0; claimed = await claim(under))
    count += claimed.length;
  return count;
}

async function finish(
  { store }: DeliveryStoreUnderTest,
  claimed: ClaimedDelivery,
  as: FinishedAs,
): Promise<boolean> {
  const [kept] = await store.finish([{ claimed, attempt: attemptAs(claimed, as), as }]);
  return kept ?? false;
}

function attemptAs({ delivery }: ClaimedDelivery, as: FinishedAs): Attempt {
  const number = delivery.attempts + 1;
  return as.status === 'sent'
    ? attempt(number, { result: 'ok', reason: null, detail: '' })
    : attempt(number, { result: 'retry', reason: 'http-5xx', detail: as.reason });
}

function attempt(number: number, rest: Pick<Attempt, 'result' | 'reason' | 'detail'>): Attempt {
  return {
    number,
    startedAt: 1_764_000_000_000 as EpochMs,
    tookMs: 12 as DurationMs,
    ...rest,
  };
}

function summary({ delivery, event }: ClaimedDelivery): string {
  return `${event.key} ${delivery.channel}`;
}
