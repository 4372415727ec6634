/**
 * What every DeliveryStore promises, whatever it stands on. Run it over each: `deliveryStoreLaws('in memory', make)` inside a test file.
 */
import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { DurationMs, EpochMs } from '../../src/kernel/units.ts';
import type { Attempt, ClaimedDelivery, DeliveryStore } from '../../src/notify/delivery.ts';
import { eventFixture } from '../support/event-fixtures.ts';

export interface DeliveryStoreUnderTest {
  readonly store: DeliveryStore;
  /** Records an event with a delivery for each of its channels, as the journal does. */
  add(event: AlertEvent): Promise<void>;
  /** The store's clock. */
  now(): Promise<EpochMs>;
  /** Lets the store's clock go on; a store on a real clock waits. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const LEASE_MS = 300 as DurationMs;

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

    law('nothing of an excepted channel is handed out', async (under) => {
      await under.add(firing(1, { channels: ['desk', 'phone'] }));
      const claimed = await under.store.claim({ limit: 10, leaseMs: LEASE_MS, exceptChannels: ['desk'] });
      expect(claimed.map(summary)).toEqual(['a1:1:1 phone']);
    });

    law(
      'a lease that ran out makes the delivery claimable with the same key, and the old lease void',
      async (under) => {
        await under.add(firing(1));
        const [first] = await claim(under);
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
      expect(await under.store.finish(claimed!, kept, { status: 'pending', dueAt, reason: 'http-5xx' })).toBe(
        true,
      );
      expect(await under.store.attempts(claimed!.delivery.id)).toEqual([kept]);
      expect(await under.store.get(claimed!.delivery.id)).toMatchObject({
        status: 'pending',
        attempts: 1,
        dueAt,
        reason: 'http-5xx',
      });
      expect(await under.store.nextDueAt()).toBe(dueAt);
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
      expect(await under.store.attempts('999999')).toEqual([]);
      expect(await under.store.nextDueAt()).toBeNull();
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
  });
}

/** The n-th firing of an alert. */
function firing(n: number, changes: Partial<AlertEvent> = {}): AlertEvent {
  const alert = changes.alert ?? 'a1';
  return eventFixture({ ...changes, alert, key: `${alert}:1:${n}` });
}

function claim({ store }: DeliveryStoreUnderTest, limit = 10): Promise<readonly ClaimedDelivery[]> {
  return store.claim({ limit, leaseMs: LEASE_MS, exceptChannels: [] });
}

async function drain(under: DeliveryStoreUnderTest): Promise<number> {
  let count = 0;
  for (let claimed = await claim(under); claimed.length > 0; claimed = await claim(under))
    count += claimed.length;
  return count;
}

function finish(
  { store }: DeliveryStoreUnderTest,
  claimed: ClaimedDelivery,
  as: Parameters<DeliveryStore['finish']>[2],
): Promise<boolean> {
  const number = claimed.delivery.attempts + 1;
  const made =
    as.status === 'sent'
      ? attempt(number, { result: 'ok', reason: null, detail: '' })
      : attempt(number, { result: 'retry', reason: 'http-5xx', detail: as.reason });
  return store.finish(claimed, made, as);
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
