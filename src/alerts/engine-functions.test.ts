/** Functions over weeks of several instruments: they go on from a snapshot bit for bit, and history fills the norms. */
import { expect, test } from 'vitest';
import { marketWalk } from '../../test/support/market-walk.ts';
import { EURUSD, sampleAlert } from '../../test/support/samples.ts';
import { throughText } from '../../test/support/snapshot.ts';
import { INSTRUMENTS, newEngine } from '../../test/support/timeline.ts';
import { epochMs } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import { isMarketOpen } from '../market/fx-time.ts';
import { Engine } from './engine.ts';
import type { LogEntry } from './log-entry.ts';

const CONDITIONS: readonly string[] = [
  'spread > typical(spread, 2)',
  'range@H1 > typical(range, 2)',
  'range@H4 live > 1.2 * typical(range@H4 live, 1)',
  'volume@H1 > typical(volume, 2)',
  'correlation(EURUSD, USDJPY, 8)@H1 > 0.2',
  'beta(EURUSD, USDJPY, 8)@H1 crosses 0',
  'strength(EUR, 3)@H4 > strength(USD, 3)',
  'mismatch(EURUSD, USDJPY, EURJPY) crosses 0 pips',
  'divergence(close, rsi(3), 20)@H1 = 1',
  'bid crosses trendline(2014-05-06 10:00, 1.3870, 2014-05-20 10:00, 1.3890)',
  'bid touches 1.388 within 1 pip',
  'bid breaks 1.388 by 2 pips',
  'bid bounces off 1.388 within 1 pip by 3 pips',
  'stale(40m)',
];

const FROM = Date.UTC(2014, 4, 6, 6);
const TICKS: readonly LogEntry[] = marketWalk({ seed: 7, count: 4_000, from: FROM, meanGapMs: 600_000 }).map(
  (tick) => ({
    type: 'tick',
    tick,
  }),
);
const ARMING: readonly LogEntry[] = CONDITIONS.map((when, index) => ({
  type: 'arm',
  at: epochMs(FROM - 1),
  alert: sampleAlert({ id: `alert-${index}`, when, instruments: [EURUSD], frequency: 'every' }),
}));

test('each fires in this market, and none is reported as an indicator of the catalog', () => {
  const engine = newEngine();
  const fired = new Set<string>();
  for (const entry of [...ARMING, ...TICKS]) {
    const { events, indicators, problems } = engine.step(entry);
    expect(problems).toEqual([]);
    for (const { alert } of events) fired.add(alert);
    for (const { indicator } of indicators) expect(indicator).not.toContain('week_hours');
  }
  expect(CONDITIONS.filter((_, index) => !fired.has(`alert-${index}`))).toEqual([]);
});

test.each([500, 1_700, 2_900])('the future after %i ticks is the same from a snapshot', (count) => {
  const engine = newEngine();
  for (const entry of [...ARMING, ...TICKS.slice(0, count)]) engine.step(entry);
  const copy = Engine.restore(throughText(engine.snapshot()), { instruments: INSTRUMENTS });
  for (const entry of TICKS.slice(count)) expect(copy.step(entry)).toEqual(engine.step(entry));
  expect(copy.snapshot()).toEqual(engine.snapshot());
});

test('history fills the norms', () => {
  const engine = newEngine();
  const [when] = ['range@H1 live > typical(range@H1 live, 2)'];
  engine.step({
    type: 'arm',
    at: epochMs(FROM),
    alert: sampleAlert({ id: 'a', when, instruments: [EURUSD] }),
  });
  const hour = 3_600_000;
  const candles: Candle[] = [];
  for (let at = FROM - 14 * 24 * hour; at < FROM; at += hour) {
    if (!isMarketOpen(epochMs(at))) continue;
    // 10 pips in the week before the last, 20 pips in the last.
    const range = at < FROM - 7 * 24 * hour ? 0.001 : 0.002;
    candles.push({
      at: epochMs(at),
      closesAt: epochMs(at + hour),
      open: 1.388,
      high: 1.388 + range,
      low: 1.388,
      close: 1.388,
      volume: 1,
    });
  }
  engine.step({ type: 'history', source: { instrument: EURUSD, basis: 'bid', timeframe: 'H1' }, candles });
  const quote = { instrument: EURUSD, bid: 1.388 as never, ask: 1.3881 as never };
  engine.step({ type: 'tick', tick: { ...quote, at: epochMs(FROM + 1_000) } });
  const [explanation] = engine.explanations('a');
  expect(explanation?.operands['typical(range@H1 live, 2)']).toBeCloseTo(0.0015, 9);
});
