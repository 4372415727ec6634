/** Bursts to channels for people: few messages, every event in them. */
import { describe, expect, it } from 'vitest';
import { SENT } from '../../test/support/dispatch-harness.ts';
import { dispatchStage } from '../../test/support/dispatch-stage.ts';
import type { SendOutcome } from '../notify/delivery.ts';

const RETRY: SendOutcome = { result: 'retry', reason: 'http-5xx', detail: 'HTTP 500' };
const REJECTED: SendOutcome = { result: 'rejected', reason: 'http-4xx', detail: 'HTTP 400' };

const { harness, pass } = dispatchStage();

describe('a burst to a channel that groups', () => {
  const chat = { name: 'chat', type: 'discord' } as const;

  it('goes out as a few messages that name every event, after the first five', async () => {
    const h = harness({ channels: [chat, { name: 'desk' }] });
    h.dispatcher.start();
    await pass(0);
    for (let i = 0; i < 25; i++) h.fire(`a${i}`, ['chat', 'desk'], { name: `alert ${i}` });
    h.dispatcher.wake();
    await pass(10_000);
    const messages = h.sendings.filter(({ channel }) => channel === 'chat').map(({ message }) => message);
    expect(messages.map(({ grouped }) => grouped)).toEqual([1, 1, 1, 1, 1, 20]);
    expect(messages[5]?.title).toBe('[HIGH] 20 alerts · USD/JPY');
    const named = messages.flatMap(({ title, lines, grouped }) => (grouped === 1 ? [title] : lines));
    for (let i = 0; i < 25; i++) expect(named.filter((line) => line.endsWith(`alert ${i}`))).toHaveLength(1);
    expect((await h.deliveries.counts()).sent).toBe(50);
    expect(h.counted['discord grouped']).toBe(20);
    expect(h.changes.filter(({ groupKey }) => groupKey === messages[5]?.idempotencyKey)).toHaveLength(20);
  });

  it('leaves a slow trickle as it is', async () => {
    const h = harness({ channels: [chat] });
    h.dispatcher.start();
    for (let i = 0; i < 8; i++) {
      h.fire('a', ['chat']);
      h.dispatcher.wake();
      await pass(3_000);
    }
    expect(h.sendings.map(({ message }) => message.grouped)).toEqual(Array(8).fill(1));
  });

  it('tries a failed group again as the same message', async () => {
    const h = harness({ channels: [chat] });
    h.behaviour = ({ grouped, attempt }) => (grouped > 1 && attempt === 1 ? RETRY : SENT);
    for (let i = 0; i < 12; i++) h.fire(`a${i}`, ['chat']);
    h.dispatcher.start();
    await pass(3_000);
    // Comes between the two attempts and does not get into the group.
    h.fire('late', ['chat']);
    await pass(20_000);
    const groups = h.sendings.filter(({ message }) => message.grouped > 1).map(({ message }) => message);
    expect(groups.map(({ attempt, grouped }) => [attempt, grouped])).toEqual([
      [1, 7],
      [2, 7],
    ]);
    expect(groups[1]?.idempotencyKey).toBe(groups[0]?.idempotencyKey);
    expect((await h.deliveries.counts()).sent).toBe(13);
  });

  it('is dissolved when the provider rejects it, so that one poisoned event harms no other', async () => {
    const h = harness({ channels: [chat] });
    h.behaviour = ({ title, lines }) =>
      [title, ...lines].some((line) => line.includes('poison')) ? REJECTED : SENT;
    for (let i = 0; i < 12; i++) h.fire(`a${i}`, ['chat'], { name: i === 8 ? 'poison' : 'fine' });
    h.dispatcher.start();
    await pass(60_000);
    expect(await h.deliveries.counts()).toEqual({ pending: 0, sending: 0, sent: 11, dead: 1 });
    expect((await h.statuses())['a8:1:9 chat']).toBe('dead http-4xx');
  });
});

describe('several dispatchers', () => {
  it('two share the limits of a provider', async () => {
    const one = harness({ channels: [{ name: 'chat', type: 'discord' }] });
    const other = harness({ channels: [{ name: 'chat', type: 'discord' }], deliveries: one.deliveries });
    one.dispatcher.start();
    other.dispatcher.start();
    await pass(5_000);
    for (let i = 0; i < 300; i++) one.fire(`a${i}`, ['chat']);
    await pass(120_000);
    expect((await one.deliveries.counts()).sent).toBe(300);
    const sentAt = [...one.sendings, ...other.sendings].map(({ at }) => at);
    for (const start of sentAt)
      expect(sentAt.filter((at) => at >= start && at < start + 2_000).length).toBeLessThanOrEqual(5);
    expect(Math.min(one.sendings.length, other.sendings.length)).toBeGreaterThan(1);
  });
});
