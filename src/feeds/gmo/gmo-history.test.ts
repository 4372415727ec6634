import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGmo } from '../../../test/support/fake-gmo.ts';
import { fakeKlinePrice } from '../../../test/support/fake-gmo-klines.ts';
import { systemClock } from '../../../test/support/system-clock.ts';
import { Random } from '../../kernel/random.ts';
import { type EpochMs, instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import type { HistoryCandle } from '../feed.ts';
import { GmoFeed } from './gmo-feed.ts';
import { fileKeys } from './gmo-history.ts';
import { GMO_TIMINGS } from './gmo-timings.ts';

const at = (text: string): EpochMs => Date.parse(text) as EpochMs;
let now: number;
let fake: FakeGmo;
let feed: GmoFeed;

beforeEach(async () => {
  // Tuesday 14 July 2026, 03:49:30 in New York.
  now = at('2026-07-14T07:49:30Z');
  fake = new FakeGmo({ now: () => now });
  feed = new GmoFeed({
    ...(await fake.start()),
    instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
    clock: systemClock,
    random: new Random(7),
    timings: { ...GMO_TIMINGS, requestSpacingMs: 1, retryMs: 1 },
  });
});
afterEach(async () => {
  await feed.stop();
  await fake.stop();
});

async function history(from: string, to: string, timeframe = 'M1', instrument = 'USDJPY') {
  const candles: HistoryCandle[] = [];
  const request = { instrument: instrumentId(instrument), timeframe, from: at(from), to: at(to) };
  for await (const page of feed.history(request)) candles.push(...page);
  return candles;
}

describe('history of GmoFeed', () => {
  test('merges bid and ask over files cut at the New York roll', async () => {
    const candles = await history('2026-07-09T20:00:00Z', '2026-07-13T00:00:00Z');
    const stamps = candles.map(({ bid }) => bid.at as number);
    // Thursday's last hour, the 1,440 minutes of Friday, and two hours of Monday, which opens an hour after the roll.
    expect(candles).toHaveLength(60 + 1_440 + 120);
    expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
    expect(stamps[60]).toBe(at('2026-07-09T21:00:00Z'));
    expect(stamps[1_500]).toBe(at('2026-07-12T22:00:00Z'));
    const { bid, ask } = candles[0]!;
    expect([bid.open, ask.open]).toEqual([
      fakeKlinePrice(bid.at, 'BID') / 1_000,
      fakeKlinePrice(bid.at, 'ASK') / 1_000,
    ]);
    expect(bid.closesAt - bid.at).toBe(60_000);
  });

  test('leaves the running candle out until the server says that its end has passed', async () => {
    const last = async () => (await history('2026-07-14T07:45:00Z', '2026-07-14T08:00:00Z')).at(-1)?.bid.at;
    expect(await last()).toBe(at('2026-07-14T07:48:00Z'));
    now = at('2026-07-14T07:50:00Z');
    expect(await last()).toBe(at('2026-07-14T07:49:00Z'));
  });

  test('takes a file that has not begun and a weekend for no candles', async () => {
    expect(await history('2026-07-10T21:00:00Z', '2026-07-12T21:00:00Z')).toEqual([]);
    expect(await history('2026-07-14T21:00:00Z', '2026-07-15T10:00:00Z')).toEqual([]);
    expect(fake.requests).toContain('klines?symbol=USD_JPY&interval=1min&date=20260715&priceType=BID');
  });

  test('reads days from year files and gives them their FX day', async () => {
    const candles = await history('2025-12-29T22:00:00Z', '2026-01-06T00:00:00Z', 'D1');
    expect(candles.map(({ bid }) => new Date(bid.at).toISOString())).toEqual([
      '2025-12-29T22:00:00.000Z',
      '2025-12-30T22:00:00.000Z',
      '2025-12-31T22:00:00.000Z',
      '2026-01-01T22:00:00.000Z',
      '2026-01-04T22:00:00.000Z',
      '2026-01-05T22:00:00.000Z',
    ]);
  });

  test('has nothing for a timeframe or an instrument the provider does not know', async () => {
    expect(await history('2026-07-13T00:00:00Z', '2026-07-14T00:00:00Z', 'M7')).toEqual([]);
    expect(await history('2026-07-13T00:00:00Z', '2026-07-14T00:00:00Z', 'M1', 'XAUUSD')).toEqual([]);
  });

  test('goes on through cut connections, and says so when the provider is under maintenance', async () => {
    fake.resets = 3;
    expect(await history('2026-07-13T10:00:00Z', '2026-07-13T10:05:00Z')).toHaveLength(5);
    fake.status = 'MAINTENANCE';
    await expect(history('2026-07-13T10:00:00Z', '2026-07-13T10:05:00Z')).rejects.toThrow('ERR-5201');
  });
});

test('asks for one file to spare on each side, none of a weekend and none before the first', () => {
  const range = { from: at('2026-07-14T00:00:00Z'), to: at('2026-07-14T01:00:00Z') };
  expect(fileKeys('day', range)).toEqual(['20260713', '20260714', '20260715']);
  const monday = { from: at('2026-07-13T00:00:00Z'), to: at('2026-07-13T01:00:00Z') };
  expect(fileKeys('day', monday)).toEqual(['20260713', '20260714']);
  expect(fileKeys('day', { from: at('2020-01-01T00:00:00Z'), to: at('2023-10-30T00:00:00Z') })).toEqual([
    '20231030',
    '20231031',
  ]);
  expect(fileKeys('year', { from: at('2025-12-31T20:00:00Z'), to: range.to })).toEqual(['2025', '2026']);
});
