import { afterEach, expect, it } from 'vitest';
import { epochMs, type EpochMs } from '../kernel/units.ts';
import { openCanary, type Canary } from './canary.ts';

const NOW = epochMs(Date.UTC(2026, 10, 25, 12));
let canary: Canary | null = null;
afterEach(() => canary?.close());

async function open() {
  const state = {
    now: NOW as number,
    url: '',
    open: true,
    broken: false,
    seen: [] as number[],
    expected: [] as boolean[],
  };
  canary = await openCanary({
    url: 'http://127.0.0.1:0/',
    listenHost: '127.0.0.1',
    clock: { now: () => state.now as EpochMs, monotonicMs: () => state.now },
    marketOpen: () => state.open,
    settle: (url) => {
      state.url = url;
      return state.broken ? Promise.reject(new Error('nobody takes the edit')) : Promise.resolve();
    },
    metrics: {
      seen: (_at, seconds) => state.seen.push(seconds),
      expected: (yes) => state.expected.push(yes),
    },
  });
  return { state, run: () => canary?.job.run(AbortSignal.timeout(1_000)) };
}

const post = async (url: string, body: string): Promise<number> =>
  (await fetch(url, { method: 'POST', body })).status;
const message = (at: number) => JSON.stringify({ data: { recordedAt: new Date(at).toISOString() } });

it('counts what comes back to the address it gave, and how long it took', async () => {
  const { state, run } = await open();
  expect(await run()).toBeNull();
  expect(await post(state.url, message(NOW - 250))).toBe(204);
  expect(state.seen).toEqual([0.25]);
  expect(state.expected).toEqual([true]);
});

it('takes nothing from whoever does not know the address, and nothing that is no canary', async () => {
  const { state, run } = await open();
  await run();
  expect(await post(new URL('/guess', state.url).href, message(NOW))).toBe(404);
  expect((await fetch(state.url)).status).toBe(404);
  for (const body of ['', '{', '{"data":{}}', `{"data":{"recordedAt":"${'9'.repeat(70_000)}"}}`])
    expect(await post(state.url, body)).toBe(400);
  expect(state.seen).toEqual([]);
});

it('says that none came while the market is open, and nothing on a week-end', async () => {
  const { state, run } = await open();
  state.now += 181_000;
  expect(await run()).toContain('no canary came for 181 s');
  state.open = false;
  expect(await run()).toBeNull();
  state.open = true;
  await post(state.url, message(state.now));
  expect(await run()).toBeNull();
});

it('says that canaries are expected although none can be armed: the alarm has to come just then', async () => {
  const { state, run } = await open();
  state.broken = true;
  await expect(run()).rejects.toThrow('nobody takes the edit');
  expect(state.expected).toEqual([true]);
  state.open = false;
  await expect(run()).rejects.toThrow('nobody takes the edit');
  expect(state.expected).toEqual([true, false]);
});
