import { expect, it } from 'vitest';
import type { MarketHistory } from '../../alerts/ports.ts';
import { epochMs, instrumentId } from '../../kernel/units.ts';
import type { Database } from '../../storage/database.ts';
import { fillGaps } from './fill-gaps.ts';

it('leaves turns to others while it looks through years without a candle, and can be cancelled there', async () => {
  const nothing = async function* (): AsyncGenerator<never> {};
  const cancel = new AbortController();
  let turns = 0;
  const others = setInterval(() => {
    if (++turns === 10) cancel.abort();
  }, 0);
  const filling = fillGaps({
    database: {} as Database,
    history: { candlesBetween: nothing } as unknown as MarketHistory,
    source: { name: 'empty', simulated: true, instruments: [], history: nothing },
    instruments: [instrumentId('EURUSD')],
    from: epochMs(Date.UTC(2016, 0, 1)),
    to: epochMs(Date.UTC(2026, 0, 1)),
    shortestMs: 60_000,
    signal: cancel.signal,
  });
  await expect(filling).rejects.toThrow(/abort/i);
  clearInterval(others);
});
