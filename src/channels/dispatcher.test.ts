import { describe, expect, it, vi } from 'vitest';
import { SENT } from '../../test/support/dispatch-harness.ts';
import { dispatchStage } from '../../test/support/dispatch-stage.ts';
import { durationMs, HOUR_MS, type DurationMs } from '../kernel/units.ts';
import type { SendOutcome } from '../notify/delivery.ts';

const RETRY: SendOutcome = { result: 'retry', reason: 'http-5xx', detail: 'HTTP 500' };
const REJECTED: SendOutcome = { result: 'rejected', reason: 'http-4xx', detail: 'HTTP 400' };
const never = () => new Promise<SendOutcome>(() => undefined);

const { harness, pass } = dispatchStage();

describe('the dispatcher', () => {
  it('sends what is there at the start, and what a hint tells of, at once', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(0);
    expect(h.sendings).toHaveLength(1);
    h.fire('a', ['desk']);
    h.dispatcher.wake();
    await pass(0);
    expect(h.sendings).toHaveLength(2);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent', 'a:1:2 desk': 'sent' });
  });

  it('finds by its sweep what no hint told of', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.dispatcher.start();
    await pass(0);
    h.fire('a', ['desk']);
    await pass(2_000);
    expect(h.sendings).toHaveLength(1);
  });

  it('tries again by the schedule with the same key, and tells of every change', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    let failures = 2;
    h.behaviour = () => (failures-- > 0 ? RETRY : SENT);
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(20_000);
    expect(h.sendings.map(({ message }) => [message.idempotencyKey, message.attempt])).toEqual([
      ['msg_a-1-1-desk', 1],
      ['msg_a-1-1-desk', 2],
      ['msg_a-1-1-desk', 3],
    ]);
    const [first, second, third] = h.sendings.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(1_600);
    expect(second - first).toBeLessThanOrEqual(2_400);
    expect(third - second).toBeGreaterThanOrEqual(8_000);
    expect(third - second).toBeLessThanOrEqual(12_000);
    expect(h.changes.map(({ status, attempts, reason }) => [status, attempts, reason])).toEqual([
      ['pending', 1, 'http-5xx'],
      ['pending', 2, 'http-5xx'],
      ['sent', 3, null],
    ]);
    expect(h.changes.at(-1)).toEqual(await h.deliveries.get('1'));
    expect(h.counted).toMatchObject({
      'console retry http-5xx': 2,
      'console ok none': 1,
      'first attempt': 1,
    });
  });

  it('honours Retry-After to the second, for the whole channel', async () => {
    const h = harness({ channels: [{ name: 'desk' }, { name: 'phone' }] });
    h.behaviour = (_message, channel) =>
      channel === 'desk' && h.sendings.length === 1
        ? { result: 'retry-after', reason: 'rate-limited', detail: '', afterMs: durationMs(30_000) }
        : SENT;
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(0);
    h.fire('b', ['desk', 'phone']);
    h.dispatcher.wake();
    await pass(29_999);
    expect(h.sendings.map(({ channel }) => channel)).toEqual(['desk', 'phone']);
    await pass(2);
    expect(h.sendings.map(({ channel }) => channel)).toEqual(['desk', 'phone', 'desk', 'desk']);
    expect(h.sendings[2]!.at - h.sendings[0]!.at).toBe(30_000);
  });

  it('tries a rejected message once in plain text and lets the next one pass', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.behaviour = ({ event }) => (event.name === 'poison' ? REJECTED : SENT);
    h.fire('a', ['desk'], { name: 'poison' });
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(100);
    expect(h.sendings.map(({ message }) => message.plain)).toEqual([false, true, false]);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'dead http-4xx', 'a:1:2 desk': 'sent' });
  });

  it('gives up a message on which a sender breaks, without harm to others', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.behaviour = ({ event }) => {
      if (event.name === 'poison') throw new TypeError('cannot read');
      return SENT;
    };
    h.fire('a', ['desk'], { name: 'poison' });
    h.fire('b', ['desk']);
    h.dispatcher.start();
    await pass(100);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'dead bad-answer', 'b:1:2 desk': 'sent' });
    expect(h.logged).toContain('a sender failed on a message');
  });
});

describe('isolation of channels', () => {
  it('a channel that never answers holds up nobody', async () => {
    const h = harness({ channels: [{ name: 'slow' }, { name: 'desk' }] });
    h.behaviour = (_message, channel) => (channel === 'slow' ? never() : SENT);
    for (let i = 0; i < 200; i++) h.fire(`a${i}`, ['slow']);
    h.dispatcher.start();
    await pass(0);
    for (let i = 0; i < 50; i++) h.fire(`b${i}`, ['desk']);
    h.dispatcher.wake();
    await pass(100);
    expect(h.sendings.filter(({ channel }) => channel === 'desk')).toHaveLength(50);
    expect(h.sendings.filter(({ channel }) => channel === 'slow')).toHaveLength(8);
    await pass(12_000);
    expect(h.counted['console retry timeout']).toBeGreaterThanOrEqual(8);
  });

  it('a dead channel is left alone by its breaker, and comes back by one try', async () => {
    const h = harness({ channels: [{ name: 'dead' }, { name: 'desk' }] });
    let down = true;
    h.behaviour = (_message, channel) => (channel === 'dead' && down ? RETRY : SENT);
    for (let i = 0; i < 100; i++) h.fire(`a${i}`, ['dead', 'desk']);
    h.dispatcher.start();
    await pass(60_000);
    expect(h.sendings.filter(({ channel }) => channel === 'dead').length).toBeLessThan(20);
    expect(h.dispatcher.openBreakers()).toEqual({ console: 1 });
    expect(h.sendings.filter(({ channel }) => channel === 'desk')).toHaveLength(100);
    down = false;
    await pass(200_000);
    expect([(await h.deliveries.counts()).sent, h.dispatcher.openBreakers()]).toEqual([200, { console: 0 }]);
  });

  it("keeps a provider's rate without holding claims it cannot use", async () => {
    const h = harness({ channels: [{ name: 'discord', type: 'discord' }, { name: 'desk' }] });
    for (let i = 0; i < 60; i++) h.fire(`a${i}`, ['discord']);
    h.dispatcher.start();
    await pass(0);
    expect(await h.deliveries.counts()).toMatchObject({ sending: 0, sent: 5, pending: 55 });
    h.fire('b', ['desk']);
    h.dispatcher.wake();
    await pass(0);
    expect(h.sendings.at(-1)?.channel).toBe('desk');
    // Enough that even groups meet the limit of the minute.
    for (let i = 0; i < 1_200; i++) h.fire(`c${i}`, ['discord']);
    await pass(240_000);
    expect((await h.deliveries.counts()).sent).toBe(1_261);
    const sentAt = h.sendings.filter(({ channel }) => channel === 'discord').map(({ at }) => at);
    expect(sentAt.length).toBeGreaterThan(40);
    for (const start of sentAt) {
      expect(sentAt.filter((at) => at >= start && at < start + 2_000).length).toBeLessThanOrEqual(5);
      expect(sentAt.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(30);
    }
  });

  it('never has more under way than its slots', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `c${i}`);
    const h = harness({ channels: names.map((name) => ({ name })), options: { slots: 12 } });
    h.behaviour = never;
    for (let i = 0; i < 20; i++) h.fire(`a${i}`, names);
    h.dispatcher.start();
    await pass(5_000);
    expect(h.sendings).toHaveLength(12);
  });
});

describe('lateness', () => {
  const titles = async (marketTimeIsWallTime: boolean, simulated: boolean): Promise<string> => {
    const h = harness({ channels: [{ name: 'desk' }], options: { marketTimeIsWallTime } });
    h.fire('a', ['desk'], { at: (Date.now() - 10 * 60_000) as never, simulated });
    h.dispatcher.start();
    await pass(0);
    return h.sendings[0]!.message.title;
  };

  it('counts from market time on a live feed', async () => {
    expect(await titles(true, false)).toContain('[10 min late]');
  });

  it('counts from recording where market time is not the time of the wall', async () => {
    expect(await titles(false, false)).not.toContain('late');
    expect(await titles(true, true)).not.toContain('late');
  });

  it('is measured to the end for first sendings only, on simulated prices from the recording', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    for (const simulated of [false, true])
      h.fire('a', ['desk'], { at: (Date.now() - 10 * 60_000) as never, simulated });
    h.dispatcher.start();
    await pass(0);
    const sent = h.changes.filter(({ status }) => status === 'sent').map(({ id }) => id);
    for (const id of sent) await h.deliveries.redeliver(id);
    h.dispatcher.wake();
    await pass(2_000);
    expect(h.counted).toMatchObject({ sent: 4, 'delivered after 10 min': 1, 'delivered after 0 min': 1 });
  });

  it('grows while a channel is down', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.behaviour = () => RETRY;
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(200_000);
    expect(h.sendings.at(-1)?.message.title).toMatch(/\[[23] min late\]/);
  });
});

describe('when the store is away', () => {
  it('records what was sent as soon as it can, and sends it once', async () => {
    const h = harness({ channels: [{ name: 'desk' }], options: { leaseMs: 60_000 as DurationMs } });
    let failures = 3;
    const finish = h.deliveries.finish.bind(h.deliveries);
    h.deliveries.finish = (...all) =>
      failures-- > 0 ? Promise.reject(new Error('connection lost')) : finish(...all);
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await vi.waitFor(async () => {
      await pass(10);
      expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
    });
    expect(h.sendings).toHaveLength(1);
    expect(h.counted['store failed: finish']).toBe(3);
  });

  it('goes on by itself when claims work again', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    const claim = h.deliveries.claim.bind(h.deliveries);
    h.deliveries.claim = () => Promise.reject(new Error('connection refused'));
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(5_000);
    expect(h.sendings).toHaveLength(0);
    h.deliveries.claim = claim;
    await pass(2_000);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
    expect(h.counted['store failed: claim']).toBeGreaterThanOrEqual(2);
  });

  it('goes on by itself when a claim never answers', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    const claim = h.deliveries.claim.bind(h.deliveries);
    h.deliveries.claim = () => new Promise(() => undefined);
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(1_000);
    h.deliveries.claim = claim;
    await pass(12_000);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
  });
});

describe('stopping and dying', () => {
  it('waits for what is under way and takes nothing more', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.behaviour = () => new Promise((resolve) => setTimeout(() => resolve(SENT), 500));
    h.fire('a', ['desk']);
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(0);
    const stopped = h.dispatcher.stop(5_000);
    await pass(500);
    await stopped;
    h.dispatcher.wake();
    await pass(10_000);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent', 'a:1:2 desk': 'pending' });
  });

  it('what a process could not end goes out again within seconds, under the same key', async () => {
    const dead = harness({ channels: [{ name: 'desk' }], options: { sendTimeoutMs: durationMs(HOUR_MS) } });
    dead.behaviour = never;
    dead.fire('a', ['desk']);
    dead.dispatcher.start();
    await pass(0);
    await dead.dispatcher.stop(0);
    const heir = harness({ channels: [{ name: 'desk' }], deliveries: dead.deliveries });
    heir.dispatcher.start();
    await pass(2_500);
    expect(heir.counted['freed']).toBe(1);
    expect(heir.sendings[0]?.message.idempotencyKey).toBe(dead.sendings[0]?.message.idempotencyKey);
    expect(await heir.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
  });

  it('what a killed process had under way goes out again within ten seconds, long before its lease ends', async () => {
    const killed = harness({ channels: [{ name: 'desk' }], options: { sendTimeoutMs: durationMs(HOUR_MS) } });
    killed.behaviour = never;
    killed.fire('a', ['desk']);
    killed.dispatcher.start();
    await pass(0);
    const store = killed.deliveries;
    const beat = store.beat.bind(store);
    store.beat = (owner) => (owner === killed.owner ? never() : beat(owner)) as ReturnType<typeof beat>;
    const heir = harness({ channels: [{ name: 'desk' }], deliveries: store });
    heir.dispatcher.start();
    await pass(10_000);
    expect(await heir.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
  });
});
