import { expect, it } from 'vitest';
import type { MarketHistory } from '../alerts/ports.ts';
import { sampleAlert } from '../../test/support/samples.ts';
import type { EpochMs } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { conditionsOf } from './conditions-of.ts';
import { RecentHistory } from './recent-history.ts';

const check = conditionsOf(instrumentTable(BUILT_IN_INSTRUMENTS));

function reader() {
  const asked: string[] = [];
  const world = { nowMs: 0, isAway: false };
  const candles: MarketHistory['candles'] = ({ timeframe }, { limit }) => {
    if (world.isAway) return Promise.reject(new Error('away'));
    asked.push(`${timeframe} ${limit}`);
    return Promise.resolve([]);
  };
  const recent = new RecentHistory({ candles } as MarketHistory, { monotonicMs: () => world.nowMs });
  const read = async (when: string) => {
    asked.length = 0;
    await recent.before(1e12 as EpochMs, check(sampleAlert({ when })));
    return [...asked];
  };
  return { read, world };
}

it('reads a series once for alerts that come together, and again after a while', async () => {
  const { read, world } = reader();
  expect(await read('sma(20)@H1 > 1 and sma(10)@M5 > 1')).toEqual(['H1 100', 'M5 50']);
  expect(await read('sma(20)@H1 > 2')).toEqual([]);
  expect(await read('sma(10)@H1 > 2 and close@D1 > 1')).toEqual(['D1 5']);
  world.nowMs = 10_000;
  expect(await read('sma(20)@H1 > 2')).toEqual(['H1 100']);
});

it('reads further back for whoever needs more', async () => {
  const { read } = reader();
  await read('sma(20)@H1 > 1');
  expect(await read('sma(21)@H1 > 1')).toEqual(['H1 105']);
});

it('reads a series that an engine drops with its last alert each time', async () => {
  const { read } = reader();
  await read('sma(20)@M7 > 1');
  expect(await read('sma(20)@M7 > 1')).toEqual(['M7 100']);
});

it('does not take for read what could not be read', async () => {
  const { read, world } = reader();
  world.isAway = true;
  await expect(read('sma(20)@H1 > 1')).rejects.toThrow('away');
  world.isAway = false;
  expect(await read('sma(20)@H1 > 1')).toEqual(['H1 100']);
});
