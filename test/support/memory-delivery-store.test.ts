import { deliveryStoreLaws } from '../laws/delivery-store.ts';
import { epochMs } from '../../src/kernel/units.ts';
import { MemoryDeliveryStore } from './memory-delivery-store.ts';

deliveryStoreLaws('in memory', () => {
  let now = epochMs(1_764_000_000_000);
  const store = new MemoryDeliveryStore(() => now);
  const advance = (ms: number): Promise<void> => {
    now = epochMs(now + ms);
    return Promise.resolve();
  };
  return Promise.resolve({
    store,
    add: (event) => {
      store.add(event);
      return Promise.resolve();
    },
    now: () => Promise.resolve(now),
    pass: advance,
    age: advance,
    // One clock for all: who is silent is so beside others that are.
    silence: (_owner, ms) => advance(ms),
    close: () => Promise.resolve(),
  });
});
