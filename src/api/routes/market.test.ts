/** Prices in and out, checking a condition, the dry run. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testServer } from '../../../test/support/api-server.ts';
import { addKey, NOW } from '../../../test/support/memory-services.ts';
import type { DryRunAnswer } from '../contract/alerts.ts';
import type { Problem } from '../contract/common.ts';
import { IndicatorCatalogEntry } from '../contract/market.ts';
import { DRY_RUNS_AT_ONCE } from './conditions.ts';

describe('market data', () => {
  it('lists instruments and the standing quotes with the spread in pips', async () => {
    const { ask } = testServer();
    expect((await ask({ url: '/api/v1/instruments' })).json()).toEqual([
      { id: 'EURUSD', base: 'EUR', quote: 'USD', digits: 5, pip: 0.0001, live: true },
      { id: 'USDJPY', base: 'USD', quote: 'JPY', digits: 3, pip: 0.01, live: false },
    ]);
    expect((await ask({ url: '/api/v1/quotes' })).json()).toMatchObject([
      { instrument: 'EURUSD', spreadPips: 1.8, simulated: true, dayChangePercent: null },
    ]);
  });

  it('gives candles under the canonical name of the timeframe, the forming one only at the newest end', async () => {
    const { ask } = testServer();
    const url = '/api/v1/instruments/EURUSD/candles';
    const newest = await ask({ url: `${url}?timeframe=m60&limit=3` });
    expect(newest.json()).toMatchObject({
      instrument: 'EURUSD',
      timeframe: 'H1',
      price: 'bid',
      forming: { close: 1.15 },
    });
    expect(newest.json<{ candles: unknown[] }>().candles).toHaveLength(3);
    const older = await ask({ url: `${url}?before=${new Date(NOW).toISOString()}` });
    expect(older.json<{ forming: unknown }>().forming).toBeNull();
    const wrong = await ask({ url: `${url}?timeframe=fortnight` });
    expect(wrong.json<Problem>()).toMatchObject({ status: 400, errors: [{ path: 'query/timeframe' }] });
    expect((await ask({ url: '/api/v1/instruments/ABCXYZ/candles' })).statusCode).toBe(404);
    expect(
      (await ask({ url: '/api/v1/instruments/eur-usd/candles' })).json<Problem>().errors?.[0]?.path,
    ).toBe('params/instrument');
  });

  it('gives indicator values, null while warming up, and the error of a wrong call', async () => {
    const { ask } = testServer();
    const url = '/api/v1/instruments/EURUSD/indicators?limit=3&indicator=';
    const answer = (await ask({ url: `${url}sma(3)` })).json<{ values: { values: unknown[] }[] }>();
    expect(answer).toMatchObject({
      indicator: 'sma(3)',
      outputs: ['sma'],
      dimensions: ['price'],
      overlay: true,
    });
    expect(answer.values.map(({ values }) => values)).toEqual([[null], [null], [1.15]]);
    expect((await ask({ url: `${url}smaa(3)` })).json<Problem>()).toMatchObject({
      code: 'condition',
      condition: { code: 'unknown-name' },
    });
  });

  it('lists the catalog with ranges, choices and warm-up', async () => {
    const { ask } = testServer();
    const catalog = z.array(IndicatorCatalogEntry).parse((await ask({ url: '/api/v1/indicators' })).json());
    expect(catalog.length).toBeGreaterThanOrEqual(15);
    const sma = catalog.find(({ name }) => name === 'sma');
    expect(sma).toMatchObject({
      warmUp: 20,
      parameters: [
        { name: 'period', kind: 'integer', default: 20, min: 1, choices: [] },
        { name: 'source', kind: 'choice', default: 'close', min: null, max: null },
      ],
    });
    expect(sma?.parameters[1]?.choices).toContain('high');
  });

  it('gives the state of the system', async () => {
    const { ask } = testServer();
    expect((await ask({ url: '/api/v1/status' })).json()).toMatchObject({
      feed: { name: 'simulated', lastTickAt: '2026-11-23T12:00:00.000Z' },
      rejectedTicks: { crossed: 2 },
    });
  });
});

describe('pushed ticks', () => {
  const tick = { symbol: 'EURUSDm', bid: '1.10000', ask: 1.1001, time_msc: 1_763_935_200_123 };
  const url = '/ingest/v1/ticks';

  it('are taken with scope ingest; a bad one is named and the others go in', async () => {
    const { ask, world } = testServer();
    const headers = { authorization: `Bearer ${addKey(world, ['ingest'])}` };
    const payload = { source: 'mt5-01', seq: 7, ticks: [tick, { ...tick, symbol: 'QQQ' }] };
    const answer = await ask({ method: 'POST', url, headers, payload });
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({
      accepted: 1,
      last_seq: 7,
      rejected: [{ index: 1, reason: 'unknown-instrument', message: 'unknown symbol "QQQ"' }],
    });
    const again = await ask({ method: 'POST', url, headers, payload });
    expect(again.json<Problem>()).toMatchObject({ status: 409, code: 'sequence-replayed' });
    expect((await ask({ url: '/api/v1/quotes', headers })).statusCode).toBe(403);
  });

  it('that a feed cannot take now are to be sent again later', async () => {
    const { ask, services } = testServer();
    Object.assign(services.ingest, { push: () => ({ result: 'refused', message: 'not running' }) });
    const answer = await ask({ method: 'POST', url, payload: { source: 'a', seq: 0, ticks: [tick] } });
    expect(answer.json<Problem>()).toMatchObject({ status: 503, code: 'unavailable', detail: 'not running' });
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('are refused while another feed runs', async () => {
    const { ask, world } = testServer();
    world.pushFeed = false;
    const answer = await ask({ method: 'POST', url, payload: { source: 'a', seq: 0, ticks: [tick] } });
    expect(answer.json<Problem>()).toMatchObject({ status: 409, code: 'push-feed-off' });
  });

  it('that are wrong by the thousand are answered with twenty errors', async () => {
    const { ask } = testServer();
    const ticks = Array.from({ length: 1000 }, () => ({ ...tick, bid: null }));
    const problem = (
      await ask({ method: 'POST', url, payload: { source: 'a', seq: 0, ticks } })
    ).json<Problem>();
    expect(problem.errors).toHaveLength(20);
    expect(problem.errors?.[0]).toMatchObject({ path: '/ticks/0/bid' });
    expect(problem.detail).toContain('(and 999 more)');
  });
});

describe('checking a condition', () => {
  const check = { method: 'POST', url: '/api/v1/alerts/check' } as const;

  it('gives its kind, clock, warm-up, levels and operands', async () => {
    const { ask } = testServer();
    const answer = await ask({
      ...check,
      payload: { when: ' close@H1 crosses above 1.25 ', instrument: 'EURUSD' },
    });
    expect(answer.json()).toEqual({
      ok: true,
      text: 'close@H1 crosses above 1.25',
      kind: 'pulse',
      clock: { ticks: [], closes: [{ instrument: 'EURUSD', timeframe: 'H1' }] },
      instruments: ['EURUSD'],
      warmUp: [{ instrument: 'EURUSD', timeframe: 'H1', candles: 1 }],
      levels: [1.25],
      indicators: [],
      operands: { bid: 1.1, 'close@H1': null },
    });
  });

  it('answers a broken one with its place, because that is what was asked', async () => {
    const { ask } = testServer();
    const answer = await ask({ ...check, payload: { when: 'bid >', instrument: 'EURUSD' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      ok: false,
      error: { code: 'syntax', line: 1, column: 6, length: 0 },
    });
    expect((await ask({ ...check, payload: { when: 'bid > 1' } })).json()).toMatchObject({
      ok: false,
      error: { code: 'type' },
    });
  });

  it('says what is wrong in the language that is asked for, and that it depends on it', async () => {
    const { ask } = testServer();
    const broken = { ...check, payload: { when: 'rsl(14)@H1 > 70', instrument: 'EURUSD' } };
    const japanese = await ask({ ...broken, headers: { 'accept-language': 'ja,en;q=0.9' } });
    expect(japanese.json()).toMatchObject({
      error: {
        code: 'unknown-name',
        message: '「rsl」という指標はありません。「rsi」ではありませんか？',
        suggestion: 'rsi',
      },
    });
    expect(japanese.headers['content-language']).toBe('ja');
    expect(japanese.headers.vary).toMatch(/(^|, )Accept-Language(,|$)/);
    const english = await ask(broken);
    expect(english.json()).toMatchObject({
      error: { message: 'unknown indicator "rsl" — did you mean "rsi"?' },
    });
    expect(english.headers['content-language']).toBe('en');
    expect(english.headers.vary).toMatch(/(^|, )Accept-Language(,|$)/);
  });

  it('refuses an instrument that does not exist', async () => {
    const { ask } = testServer();
    const answer = await ask({ ...check, payload: { when: 'bid > 1', instrument: 'ABCXYZ' } });
    expect(answer.json<Problem>()).toMatchObject({ status: 400, errors: [{ path: '/instrument' }] });
  });
});

describe('the dry run', () => {
  const alert = {
    name: 'x',
    instruments: ['EURUSD', 'USDJPY'],
    when: 'bid > 1.1',
    channels: ['not-made-yet'],
  };
  const dryRun = (days: number) =>
    ({ method: 'POST', url: '/api/v1/alerts/dry-run', payload: { alert, days } }) as const;

  it('tells the firings and the rate per week, without asking for channels', async () => {
    const { ask } = testServer();
    const answer = (await ask(dryRun(7))).json<DryRunAnswer>();
    expect(answer).toMatchObject({
      basis: 'ticks',
      daysCovered: 7,
      count: 2,
      perWeek: 2,
      to: '2026-11-23T12:00:00.000Z',
    });
    expect(answer.firings).toHaveLength(2);
  });

  it('is refused while enough of them keep the processor busy, and admitted afterwards', async () => {
    const { ask, world } = testServer();
    await ask({ url: '/api/v1/quotes' });
    world.delayMs = 20;
    const answers = await Promise.all(Array.from({ length: DRY_RUNS_AT_ONCE + 1 }, () => ask(dryRun(1))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([
      ...Array<number>(DRY_RUNS_AT_ONCE).fill(200),
      429,
    ]);
    expect((await ask(dryRun(1))).statusCode).toBe(200);
  });

  it('names the wrong field inside the alert', async () => {
    const { ask } = testServer();
    const answer = await ask({ ...dryRun(1), payload: { alert: { ...alert, instruments: ['ABCXYZ'] } } });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<Problem>().errors?.[0]?.path).toBe('/alert/instruments/0');
  });
});
