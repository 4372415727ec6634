import { expect, test } from 'vitest';
import type { CandleView } from '../../../src/api/contract/market.ts';
import { MOST_CANDLES } from './candle-series.ts';
import { OlderCandles, type LoadCandles } from './older-candles.ts';

const known = { oldest: 1_000_000, count: 500 };
const page = (length: number): CandleView[] =>
  Array.from({ length }, (_, i) => ({
    at: new Date(i * 1_000).toISOString(),
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
  }));

test('a page comes from before the oldest, and more may follow', async () => {
  const older = new OlderCandles();
  const asked: unknown[] = [];
  older.begin((before, limit) => {
    asked.push([before, limit]);
    return Promise.resolve(page(limit));
  });
  expect(await older.ask(known)).toHaveLength(1_000);
  expect(asked).toEqual([[1_000_000, 1_000]]);
  expect(older.state.get()).toBe('more');
});

test('while a page is on its way nothing else is asked for', async () => {
  const older = new OlderCandles();
  const requests: ((page: CandleView[]) => void)[] = [];
  older.begin(() => new Promise((resolve) => requests.push(resolve)));
  const first = older.ask(known);
  expect(older.state.get()).toBe('loading');
  expect(await older.ask(known)).toEqual([]);
  expect(requests).toHaveLength(1);
  requests[0]?.(page(3));
  expect(await first).toHaveLength(3);
});

test('a short page is not the beginning, an empty one is: nothing is asked for after it', async () => {
  const older = new OlderCandles();
  let requests = 0;
  older.begin(() => Promise.resolve(page(requests++ === 0 ? 7 : 0)));
  await older.ask(known);
  expect(older.state.get()).toBe('more');
  expect(await older.ask(known)).toEqual([]);
  expect(older.state.get()).toBe('beginning');
  await older.ask(known);
  expect(requests).toBe(2);
});

test('the chart is filled up to its most, and no further', async () => {
  const older = new OlderCandles();
  older.begin((_before, limit) => Promise.resolve(page(limit)));
  expect(await older.ask({ ...known, count: MOST_CANDLES - 10 })).toHaveLength(10);
  expect(await older.ask({ ...known, count: MOST_CANDLES })).toEqual([]);
  expect(older.state.get()).toBe('full');
});

test('a failure stands until it is tried again', async () => {
  const older = new OlderCandles();
  const answers: ReturnType<LoadCandles>[] = [Promise.reject(new Error('away')), Promise.resolve(page(2))];
  older.begin(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  expect(await older.ask(known)).toEqual([]);
  expect(older.state.get()).toBe('failed');
  expect(await older.ask(known)).toEqual([]);
  expect(await older.retry(known)).toHaveLength(2);
  expect(older.state.get()).toBe('more');
});

test('another series gives up the page on its way', async () => {
  const older = new OlderCandles();
  let given: AbortSignal | undefined;
  let answer = (_: CandleView[]): void => undefined;
  older.begin((_before, _limit, signal) => {
    given = signal;
    return new Promise((resolve) => (answer = resolve));
  });
  const first = older.ask(known);
  older.begin(() => Promise.resolve([]));
  expect(given?.aborted).toBe(true);
  answer(page(5));
  expect(await first).toEqual([]);
  expect(older.state.get()).toBe('more');
});
