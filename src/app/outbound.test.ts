import { expect, it } from 'vitest';
import { createMetrics } from '../telemetry/metrics.ts';
import { dispatchMetrics } from './outbound.ts';

it('dead letters are counted from 0 for every kind of channel, so that the first one is an increase', async () => {
  const metrics = createMetrics();
  dispatchMetrics(metrics);
  const text = await metrics.text();
  for (const type of ['none', 'console', 'webhook', 'discord', 'email'])
    expect(text).toContain(`\nfxalert_deliveries_dead_total{channel_type="${type}"} 0\n`);
});
