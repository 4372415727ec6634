import { expect, it } from 'vitest';
import type { BlindSpan, MarketHistory } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import { sampleTick } from '../../test/support/samples.ts';
import { noteBlindTime } from './blind-time.ts';

const at = (iso: string) => Date.parse(iso) as EpochMs;

async function noted(lastTick: string | null, now: string): Promise<readonly BlindSpan[]> {
  const spans: BlindSpan[] = [];
  const quotes = lastTick === null ? [] : [sampleTick(0, { at: at(lastTick) })];
  await noteBlindTime(at(now), {
    history: { lastQuotes: () => Promise.resolve(quotes) } as unknown as MarketHistory,
    blindSpans: {
      add: (span) => {
        spans.push(span);
        return Promise.resolve();
      },
      since: () => Promise.resolve(spans),
    },
  });
  return spans;
}

it('is the time without a feed while the market was open', async () => {
  expect(await noted('2014-05-06T10:00:00Z', '2014-05-06T10:30:00Z')).toEqual([
    { from: at('2014-05-06T10:00:00Z'), to: at('2014-05-06T10:30:00Z'), reason: 'no-feed' },
  ]);
});

it('is not a weekend, but a week', async () => {
  expect(await noted('2014-05-09T21:00:00Z', '2014-05-11T20:00:00Z')).toEqual([]);
  expect(await noted('2014-05-09T21:00:00Z', '2014-05-17T20:00:00Z')).toHaveLength(1);
});

it('is neither a moment nor the time before the first start', async () => {
  expect(await noted('2014-05-06T10:00:00Z', '2014-05-06T10:00:10Z')).toEqual([]);
  expect(await noted(null, '2014-05-06T10:00:00Z')).toEqual([]);
});
