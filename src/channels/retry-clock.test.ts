/** A dispatcher's wall clock may be set at any time; retries and the age of a delivery go by the store's. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DispatchHarness, SENT } from '../../test/support/dispatch-harness.ts';
import { MemoryDeliveryStore } from '../../test/support/memory-delivery-store.ts';
import { type EpochMs, HOUR_MS } from '../kernel/units.ts';

const START = 1_764_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START });
});
afterEach(() => void vi.useRealTimers());

it.each([-1, 1])(
  'a wall clock that is set by %i day neither hurries, delays nor ends a retry',
  async (days) => {
    const began = performance.now();
    const storeNow = () => Math.round(START + performance.now() - began) as EpochMs;
    const h = new DispatchHarness({
      channels: [{ name: 'desk' }],
      deliveries: new MemoryDeliveryStore(storeNow),
    });
    let failures = 2;
    h.behaviour = () => (failures-- > 0 ? { result: 'retry', reason: 'http-5xx', detail: 'HTTP 500' } : SENT);
    h.fire('a', ['desk']);
    vi.setSystemTime(Date.now() + days * 24 * HOUR_MS);
    h.dispatcher.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
    const waits = h.sendings.map(({ at }) => at - h.sendings[0]!.at);
    expect(waits[1]).toBeGreaterThanOrEqual(1_600);
    expect(waits[2]).toBeLessThanOrEqual(2_400 + 12_000);
    for (const { startedAt } of await h.deliveries.attempts('1')) {
      expect(startedAt).toBeGreaterThanOrEqual(START);
      expect(startedAt).toBeLessThan(START + 20_000);
    }
    const stopped = h.dispatcher.stop(0);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
  },
);
