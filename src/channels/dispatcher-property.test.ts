/** The promises of the pipeline under any sequence of answers, faults of the store included. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DispatchHarness } from '../../test/support/dispatch-harness.ts';
import { HOUR_MS, type DurationMs } from '../kernel/units.ts';
import type { SendOutcome } from '../notify/delivery.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1_764_000_000_000 });
});
afterEach(() => void vi.useRealTimers());

const ALERTS = ['a', 'b'];
const CHANNELS = ['x', 'y'];
/** One that sends each event by itself, and one that groups. */
const TYPES = { x: 'webhook', y: 'discord' } as const;
const FIRINGS = 4;

type Answer = SendOutcome | 'accepted, then no answer' | 'no answer' | 'throws';

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Answer>({ result: 'ok', reference: null }) },
  { weight: 4, arbitrary: fc.constant<Answer>({ result: 'retry', reason: 'http-5xx', detail: '' }) },
  { weight: 2, arbitrary: fc.constant<Answer>({ result: 'rejected', reason: 'http-4xx', detail: '' }) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 100 * HOUR_MS }).map((afterMs): Answer => ({
      result: 'retry-after',
      reason: 'rate-limited',
      detail: '',
      afterMs: afterMs as DurationMs,
    })),
  },
  { weight: 1, arbitrary: fc.constant<Answer>({ result: 'gone', reason: 'not-found', detail: '' }) },
  fc.constantFrom<Answer>('accepted, then no answer', 'no answer', 'throws'),
);

it('ends every delivery sent or dead, keeps its key and the order, and sends what it says it sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { maxLength: 60 }), fc.boolean(), async (answers, lossyStore) => {
      const h = new DispatchHarness({
        channels: CHANNELS.map((name) => ({ name, type: TYPES[name as 'x' | 'y'] })),
        options: { sweepMs: HOUR_MS },
      });
      /** Keys of messages in the order of their acceptance. */
      const accepted: string[] = [];
      let next = 0;
      h.behaviour = async ({ idempotencyKey }) => {
        const script = answers[next++] ?? { result: 'ok', reference: null };
        const takes =
          script === 'accepted, then no answer' || (typeof script === 'object' && script.result === 'ok');
        if (takes) accepted.push(idempotencyKey);
        if (typeof script === 'object') return script;
        if (script === 'throws') throw new Error('a fault of ours');
        return new Promise<SendOutcome>(() => undefined);
      };
      let finishes = 0;
      const claim = h.deliveries.claim.bind(h.deliveries);
      if (lossyStore)
        h.deliveries.claim = (...all) =>
          ++finishes % 5 === 0 ? Promise.reject(new Error('connection lost')) : claim(...all);
      for (let i = 0; i < FIRINGS; i++) for (const alert of ALERTS) h.fire(alert, CHANNELS);

      h.dispatcher.start();
      for (let hours = 0; hours < 400 && (await open(h)) > 0; hours++)
        await vi.advanceTimersByTimeAsync(HOUR_MS);
      await h.dispatcher.stop(0);

      const { items } = await h.deliveries.list({ limit: 1_000 });
      expect(items).toHaveLength(ALERTS.length * CHANNELS.length * FIRINGS);
      for (const item of items) {
        expect(['sent', 'dead']).toContain(item.status);
        expect(item.status === 'dead' ? item.reason : 'sent').not.toBeNull();
      }
      // One key for each delivery, never shared, the same in every attempt that went alone.
      const alone = h.sendings.filter(({ message }) => message.grouped === 1);
      for (const { message, channel } of alone) {
        const item = items.find((one) => one.eventId === message.event.key && one.channel === channel);
        expect(message.idempotencyKey).toBe(item?.idempotencyKey);
      }
      expect(new Set(items.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(items.length);
      // What is recorded as sent was accepted, by itself or in its group.
      const carriers = items
        .filter(({ status }) => status === 'sent')
        .map((item) => ({ item, at: accepted.lastIndexOf(item.groupKey ?? item.idempotencyKey) }));
      for (const { at } of carriers) expect(at).toBeGreaterThanOrEqual(0);
      // Order within (alert, channel), in the order in which the deliveries were made.
      for (const alert of ALERTS)
        for (const channel of CHANNELS) {
          const lane = carriers
            .filter(({ item }) => item.channel === channel && item.eventId.startsWith(`${alert}:`))
            .sort((a, b) => Number(a.item.id) - Number(b.item.id))
            .map(({ at }) => at);
          expect(lane).toEqual([...lane].sort((a, b) => a - b));
        }
    }),
    { numRuns: 60 },
  );
}, 60_000);

async function open(h: DispatchHarness): Promise<number> {
  const { pending, sending } = await h.deliveries.counts();
  return pending + sending;
}
