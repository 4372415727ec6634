import { deliveryStoreLaws } from '../laws/delivery-store.ts';
import { epochMs } from '../../src/kernel/units.ts';
import { MemoryDeliveryStore } from './memory-delivery-store.ts';

deliveryStoreLaws('in memory', () => {
  let now = epochMs(1_764_000_000_000);
  const store = new MemoryDeliveryStore(() => now);
  return Promise.resolve({
    store,
    add: (event) => {
      store.add(event);
      return Promise.resolve();
    },
    now: () => Promise.resolve(now),
    pass: (ms) => {
      now = epochMs(now + ms);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});
