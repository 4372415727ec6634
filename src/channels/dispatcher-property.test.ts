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
        channels: CHANNELS.map((name) => ({ name, type: 'webhook' })),
        options: { sweepMs: HOUR_MS },
      });
      const accepted: { readonly key: string; readonly lane: string; readonly n: number }[] = [];
      let next = 0;
      h.behaviour = async ({ idempotencyKey, event }, channel) => {
        const script = answers[next++] ?? { result: 'ok', reference: null };
        const takes =
          script === 'accepted, then no answer' || (typeof script === 'object' && script.result === 'ok');
        if (takes)
          accepted.push({
            key: idempotencyKey,
            lane: `${event.alert} ${channel}`,
            n: Number(event.key.split(':')[2]),
          });
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
      // One key for each delivery, never shared, the same in every attempt.
      const keysSent = h.sendings.map(
        ({ message, channel }) => `${message.event.key} ${channel} ${message.idempotencyKey}`,
      );
      for (const item of items)
        for (const sent of keysSent.filter((key) => key.startsWith(`${item.eventId} ${item.channel} `)))
          expect(sent).toBe(`${item.eventId} ${item.channel} ${item.idempotencyKey}`);
      expect(new Set(items.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(items.length);
      // What is recorded as sent was accepted.
      const ledger = new Set(accepted.map(({ key }) => key));
      for (const item of items) if (item.status === 'sent') expect(ledger).toContain(item.idempotencyKey);
      // Order within (alert, channel).
      for (const lane of new Set(accepted.map((one) => one.lane))) {
        const numbers = accepted.filter((one) => one.lane === lane).map(({ n }) => n);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

async function open(h: DispatchHarness): Promise<number> {
  const { pending, sending } = await h.deliveries.counts();
  return pending + sending;
}
