import { describe, expect, it } from 'vitest';
import { memoryServices, memoryWorld, NOW } from '../../../test/support/memory-services.ts';
import { sampleAlert } from '../../../test/support/samples.ts';
import type { StoredAlert } from '../../alerts/ports.ts';
import { AlertViews } from './alert-views.ts';

const stored = (fields: Parameters<typeof sampleAlert>[0]): StoredAlert => ({
  alert: sampleAlert(fields),
  status: 'armed',
  createdAt: NOW,
  updatedAt: NOW,
  lastFiredAt: null,
  firings: 0,
});

function counted() {
  const services = memoryServices(memoryWorld());
  let checks = 0;
  const conditions: typeof services.conditions = {
    ...services.conditions,
    check(...args) {
      checks++;
      return services.conditions.check(...args);
    },
  };
  return { views: new AlertViews({ ...services, conditions }), checks: () => checks };
}

describe('views of alerts', () => {
  it('check a definition once, however many alerts have it and however often they are shown', async () => {
    const { views, checks } = counted();
    const page = ['a', 'b', 'c'].map((id) => stored({ id }));
    const first = await views.of(page);
    expect(await views.of(page)).toEqual(first);
    expect(checks()).toBe(1);
  });

  it.each([
    ['condition', { when: 'bid > 2' }, { levels: [2] }],
    ['instruments', { instruments: ['USDJPY' as never] }, { clock: { ticks: ['USDJPY'] } }],
    ['price', { price: 'ask', when: 'close@M1 > 1' } as const, { levels: [1] }],
  ])('tell definitions apart by their %s', async (_what, other, facts) => {
    const { views } = counted();
    const [, view] = await views.of([stored({ when: 'bid > 1' }), stored({ when: 'bid > 1', ...other })]);
    expect(view).toMatchObject(facts);
  });

  it('forget the definition that was shown the longest ago', async () => {
    const { views, checks } = counted();
    const page = Array.from({ length: 5_001 }, (_, i) => stored({ when: `bid > ${i + 1}` }));
    await views.of(page);
    await views.of(page.slice(1));
    expect(checks()).toBe(5_001);
    await views.of(page.slice(0, 1));
    expect(checks()).toBe(5_002);
  });
});
