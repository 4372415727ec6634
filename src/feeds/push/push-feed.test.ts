import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import type { IngestRequest } from '../../api/contract/market.ts';
import { type EpochMs, instrumentId } from '../../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { PushFeed, type PushOptions } from './push-feed.ts';
import { PushSymbols } from './push-symbols.ts';
import { ServerZone } from './server-zone.ts';

type Request = z.infer<typeof IngestRequest>;
const instruments = instrumentTable(BUILT_IN_INSTRUMENTS);
const NOW = Date.parse('2026-07-14T12:00:00Z');
const clock = { now: () => NOW as EpochMs, monotonicMs: () => 0 };

async function started(options: Partial<PushOptions> = {}) {
  const feed = new PushFeed({ instruments, serverZone: 'NY+7', clock, ...options });
  const sink = new RecordingSink();
  await feed.start(sink);
  return { feed, sink };
}

const tick = (more: Partial<Request['ticks'][number]> = {}): Request['ticks'][number] => ({
  symbol: 'USDJPYm',
  bid: '156.412',
  ask: '156.417',
  time_msc: NOW - 100,
  ...more,
});
const batch = (seq: number, ...ticks: Request['ticks']): Request => ({ source: 'mt5-01', seq, ticks });

describe('PushFeed', () => {
  test('hands a batch over and answers with the number', async () => {
    const { feed, sink } = await started();
    expect(feed.ingest(batch(1201, tick(), tick({ bid: 156.413 })))).toEqual({
      ok: true,
      value: { accepted: 2, last_seq: 1201, rejected: [] },
    });
    expect(sink.ticks[0]).toEqual({ instrument: 'USDJPY', bid: 156.412, ask: 156.417, at: NOW - 100 });
    expect(sink.lastState).toBe('live');
    expect(feed.instruments()).toEqual(['USDJPY']);
  });

  test('answers the same batch the same way and hands it over once', async () => {
    const { feed, sink } = await started();
    const first = feed.ingest(batch(5, tick()));
    expect(feed.ingest(batch(5, tick()))).toEqual(first);
    feed.ingest(batch(6, tick()));
    expect(feed.ingest(batch(5, tick()))).toEqual(first);
    expect(sink.ticks).toHaveLength(2);
  });

  test('refuses another batch under a used number', async () => {
    const { feed, sink } = await started();
    feed.ingest(batch(5, tick()));
    const other = feed.ingest(batch(5, tick({ bid: '156.400' })));
    expect(other).toMatchObject({ ok: false, error: { reason: 'seq-replay', lastSeq: 5 } });
    expect(sink.ticks).toHaveLength(1);
  });

  test('knows after a restart which numbers were used', async () => {
    const { feed } = await started();
    feed.ingest(batch(7, tick()));
    const again = await started({ resumeAfter: feed.position() });
    expect(again.feed.ingest(batch(7, tick()))).toMatchObject({ ok: false, error: { lastSeq: 7 } });
    expect(again.feed.ingest(batch(8, tick()))).toMatchObject({ ok: true });
    const other = await started({ resumeAfter: '{"v":1,"files":[]}' });
    expect(other.feed.ingest(batch(1, tick()))).toMatchObject({ ok: true });
  });

  test('counts numbers by source', async () => {
    const { feed } = await started();
    feed.ingest(batch(7, tick()));
    expect(feed.ingest({ ...batch(1, tick()), source: 'other' })).toMatchObject({ ok: true });
  });

  test('rejects item by item, with index and reason, and takes the rest', async () => {
    const { feed, sink } = await started();
    const answer = feed.ingest(
      batch(
        1,
        tick({ symbol: 'DOGEUSD' }),
        tick({ bid: '1e9' }),
        tick({ ask: -1 }),
        tick({ time_msc: NOW + 6_000 }),
        tick(),
      ),
    );
    expect(answer.ok && answer.value.accepted).toBe(1);
    expect(answer.ok && answer.value.rejected.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'unknown-instrument'],
      [1, 'bad-price'],
      [2, 'bad-price'],
      [3, 'future'],
    ]);
    expect(sink.ticks).toHaveLength(1);
    expect(sink.rejects).toHaveLength(4);
    expect(sink.rejects[0]?.text).toContain('mt5-01: {"symbol":"DOGEUSD"');
  });

  test('takes ticks up to 5 s ahead, and flags those that come more than 30 s late', async () => {
    const { feed } = await started();
    const answer = feed.ingest(batch(1, tick({ time_msc: NOW + 5_000 }), tick({ time_msc: NOW - 31_000 })));
    expect(answer).toEqual({
      ok: true,
      value: {
        accepted: 2,
        last_seq: 1,
        rejected: [],
        flagged: [{ index: 1, reason: 'old', message: '31 s old when it came' }],
      },
    });
  });

  test('turns server time into UTC by the configured zone', async () => {
    const { feed, sink } = await started();
    // 15:00 on a server seven hours ahead of New York in summer.
    feed.ingest(batch(1, tick({ time_msc: Date.parse('2026-07-14T15:00:00Z'), server_time: true })));
    expect(sink.ticks[0]?.at).toBe(NOW);
  });

  test('takes nothing before it is started or after it is stopped', async () => {
    const { feed } = await started();
    await feed.stop();
    expect(feed.ingest(batch(1, tick()))).toMatchObject({ ok: false, error: { reason: 'not-started' } });
  });

  test('never throws, whatever values a well-formed batch holds', async () => {
    const { feed } = await started();
    const item = fc.record({
      symbol: fc.oneof(fc.constant('USDJPY'), fc.string({ minLength: 1, maxLength: 40 })),
      bid: fc.oneof(fc.constant('1.5'), fc.string(), fc.double()),
      ask: fc.oneof(fc.constant('1.5'), fc.string(), fc.double()),
      time_msc: fc.oneof(fc.maxSafeInteger(), fc.constant(Number.MAX_SAFE_INTEGER)),
      server_time: fc.boolean(),
    });
    let seq = 0;
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (ticks) => {
        const answer = feed.ingest(batch(++seq, ...ticks));
        expect(answer.ok && answer.value.accepted + answer.value.rejected.length).toBe(ticks.length);
      }),
    );
  });
});

describe('PushSymbols', () => {
  const symbols = new PushSymbols(instruments, new Map([['GOLD', instrumentId('XAUUSD')]]));
  test.each([
    ['USDJPY', 'USDJPY'],
    ['USD/JPY', 'USDJPY'],
    ['USDJPYm', 'USDJPY'],
    ['USDJPY.r', 'USDJPY'],
    ['USDJPY#', 'USDJPY'],
    ['EURUSD.pro', 'EURUSD'],
    ['EURUSD-ECN', 'EURUSD'],
    ['GOLD', 'XAUUSD'],
    ['USDJPYX', null],
    ['US500', null],
    ['EURUSDGBP', null],
  ])('%s is %s', (symbol, expected) => {
    expect(symbols.find(symbol)).toBe(expected);
  });
});

describe('ServerZone', () => {
  const utc = (text: string): number => Date.parse(text);
  test.each([
    ['UTC', '2026-07-14T15:00:00Z', '2026-07-14T15:00:00Z'],
    ['+03:00', '2026-07-14T15:00:00Z', '2026-07-14T12:00:00Z'],
    ['Europe/Helsinki', '2026-01-14T15:00:00Z', '2026-01-14T13:00:00Z'],
    ['NY+7', '2026-01-14T00:00:00Z', '2026-01-13T22:00:00Z'],
    ['NY+7', '2026-03-10T00:00:00Z', '2026-03-09T21:00:00Z'],
    ['NY+7', '2026-07-14T00:00:00Z', '2026-07-13T21:00:00Z'],
  ])('%s: %s on the server is %s', (zone, server, expected) => {
    expect(new ServerZone(zone).toInstant(utc(server))).toBe(utc(expected));
  });

  test('follows a change of clocks while it runs', () => {
    const zone = new ServerZone('NY+7');
    expect(zone.toInstant(utc('2026-03-06T12:00:00Z'))).toBe(utc('2026-03-06T10:00:00Z'));
    expect(zone.toInstant(utc('2026-03-09T12:00:00Z'))).toBe(utc('2026-03-09T09:00:00Z'));
  });

  test('quotes what is no zone', () => {
    expect(() => new ServerZone('Mars/Olympus')).toThrow('"Mars/Olympus" is no zone');
  });
});
