/** Background jobs as they are run: real work over a real database, cancelled, taken over, given back. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClosedCandle } from '../../src/alerts/ports.ts';
import type { JobDraft } from '../../src/api/contract/jobs.ts';
import { backgroundKinds } from '../../src/app/background/background-kinds.ts';
import { readCandleFile } from '../../src/feeds/files/candle-file.ts';
import { mergeTickFiles } from '../../src/feeds/files/merge-tick-files.ts';
import { untilAborted } from '../../src/app/roles/role.ts';
import type { BackgroundWork } from '../../src/jobs/background-job.ts';
import { runInBackground } from '../../src/jobs/background-runner.ts';
import { createStores, type Stores } from '../../src/storage/create-stores.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, type TestDatabase } from '../support/databases.ts';
import { randomTicks } from '../support/random-market.ts';
import { at, EURUSD, sampleBatch, sampleCandle, sampleEvent } from '../support/samples.ts';
import { INSTRUMENTS } from '../support/timeline.ts';

const HOUR = 3_600_000;
/** From a Monday on, two weeks before the samples begin. */
const MONDAY_MINUTE = -14 * 24 * 60;

function candlesFrom(minute: number, count: number): ClosedCandle[] {
  return Array.from({ length: count }, (_, n) => {
    const { source, candle } = sampleCandle(minute + n);
    const close = (13_800 + (n % 20)) / 1e4;
    return { source, candle: { ...candle, open: close, high: close, low: close, close } };
  });
}
const iso = (offsetMs: number): string => new Date(at(offsetMs)).toISOString();
const SPAN = { from: iso(0), to: iso(24 * HOUR) };

let test: TestDatabase;
let stores: Stores;
let folder: string;
const running: { stop(): Promise<void> }[] = [];
const logged: string[] = [];

beforeAll(async () => {
  test = await openCopy('embedded');
  folder = await mkdtemp(join(tmpdir(), 'fxalert-jobs-'));
});
afterAll(async () => {
  await test.dispose();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await empty(test.database);
  stores = createStores(test.database);
});
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop();
  logged.length = 0;
});

const ports = () => ({
  ...{ database: test.database, stores, instruments: INSTRUMENTS },
  source: () => Promise.resolve(null),
  mended: () => undefined,
});

function start(kinds?: Readonly<Record<string, BackgroundWork>>) {
  const runner = runInBackground({
    store: stores.backgroundJobs,
    kinds: kinds ?? backgroundKinds(ports()),
    isPassing: () => false,
    log: {
      info: (_fields, text) => void logged.push(text),
      error: (_fields, text) => void logged.push(text),
    },
    ended: (kind, outcome) => void logged.push(`${kind} ${outcome}`),
  });
  running.push(runner);
  return runner;
}

const ask = async (request: JobDraft | { kind: string }) =>
  (await stores.backgroundJobs.add(request, 'desk'))!.id;
const job = async (id: string) => (await stores.backgroundJobs.get(id))!;
const becomes = (id: string, status: string) =>
  vi.waitFor(async () => expect((await job(id)).status).toBe(status), { timeout: 20_000, interval: 50 });

/** Runs it to its end; the text of its result. */
async function done(request: JobDraft): Promise<{ text: string; outcome: string | null }> {
  const id = await ask(request);
  const runner = start();
  await vi.waitFor(async () => expect((await job(id)).endedAt).not.toBeNull(), {
    timeout: 20_000,
    interval: 50,
  });
  const { status, outcome, file, progress } = await job(id);
  await runner.stop();
  let text = '';
  for await (const part of stores.backgroundJobs.parts(id)) text += part;
  expect({ status, outcome, sizeBytes: file?.sizeBytes, progress }).toEqual({
    ...{ status: 'done', outcome, sizeBytes: Buffer.byteLength(text), progress: 1 },
  });
  return { text, outcome };
}

describe('an export', () => {
  const candles = candlesFrom(0, 60);

  it('of candles comes back in by the import, to the last digit', async () => {
    await stores.history.addCandles(candles, 'import');
    const { text, outcome } = await done({
      kind: 'export-candles',
      instrument: EURUSD,
      timeframe: 'M1',
      ...SPAN,
    });
    expect(outcome).toBe('60 M1 candles of EURUSD on bid');
    const path = join(folder, 'candles.csv');
    await writeFile(path, text);
    const read = [];
    for await (const batch of readCandleFile(path, { instruments: INSTRUMENTS })) read.push(...batch.candles);
    expect(read.map(({ candle }) => candle)).toEqual(candles.map(({ candle }) => candle));
    expect(read[0]).toMatchObject({ instrument: EURUSD, timeframe: { name: 'M1' } });
  });

  it('of ticks is a file for the replay, in its order', async () => {
    const ticks = randomTicks(7, { ticks: 11_000, maxGapMs: 7_000 });
    await stores.history.addTicks(ticks);
    const { text } = await done({ kind: 'export-ticks', instrument: EURUSD, ...SPAN });
    const path = join(folder, 'ticks.csv');
    await writeFile(path, text);
    const read = [];
    for await (const batch of mergeTickFiles([path], { instruments: INSTRUMENTS })) read.push(...batch.ticks);
    expect(read).toEqual(ticks);
  });

  it('of candles as JSON lines has the half-open time that was asked for', async () => {
    await stores.history.addCandles(candles, 'import');
    const { text } = await done({
      ...{ kind: 'export-candles', instrument: EURUSD, timeframe: 'M1', format: 'jsonl' },
      ...{ from: iso(60_000), to: iso(3 * 60_000) },
    });
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { timestamp: string });
    expect(rows.map(({ timestamp }) => timestamp)).toEqual([iso(60_000), iso(120_000)]);
  });

  it('of events has the oldest first, and no cell that a spreadsheet would run', async () => {
    const events = Array.from({ length: 3 }, (_, n) =>
      sampleEvent({ key: `a1:1:${n}`, at: at(n * 1_000), message: n === 1 ? '=HYPERLINK("x"),\n' : null }),
    );
    await stores.journal.commit(sampleBatch({ events: events.toReversed() }));
    const { text, outcome } = await done({ kind: 'export-events', ...SPAN });
    expect(outcome).toBe('3 events');
    expect(text.split('\n')[0]).toMatch(/^id,key,alert,.*,condition,simulated$/);
    expect(text).toContain(`"'=HYPERLINK(""x""),\n"`);
    expect([...text.matchAll(/a1:1:\d/g)].map(String)).toEqual(['a1:1:0', 'a1:1:1', 'a1:1:2']);
    expect((await done({ kind: 'export-events', ...SPAN, alert: 'other' })).outcome).toBe('0 events');
  });

  it('of prices that nobody recorded fails and says so', async () => {
    const id = await ask({ kind: 'export-ticks', instrument: EURUSD, ...SPAN });
    start();
    await becomes(id, 'failed');
    expect((await job(id)).outcome).toBe(
      `no ticks of EURUSD are recorded from ${SPAN.from} to ${SPAN.to}: import history, or ask for another time`,
    );
    expect(logged).toContain('export-ticks failed');
  });
});

describe('a dry run over years', () => {
  it('walks candles and then ticks, and tells what it found', async () => {
    const day = 24 * HOUR;
    const candles = candlesFrom(MONDAY_MINUTE, 5_600);
    await stores.history.addCandles(candles, 'import');
    await stores.history.addCandles(
      candles.map(({ source, candle }) => ({ source: { ...source, basis: 'ask' as const }, candle })),
      'import',
    );
    await stores.history.addTicks(randomTicks(7, { ticks: 2_000 }));
    const alert = {
      name: 'a',
      instruments: ['EURUSD'],
      when: 'close@M1 crosses above 1.3815 or bid > 1.3905',
    };
    const { text } = await done({ kind: 'dry-run', alert, days: 3_650, to: iso(day) });
    const report = JSON.parse(text) as { basis: string; count: number; firings: { at: string }[] };
    expect(report.basis).toBe('mixed');
    // Once every twenty minutes of candles, and then on ticks.
    expect(report.firings.filter((firing) => firing.at < iso(0))).toHaveLength(280);
    expect(report.count).toBeGreaterThan(280);
  });

  it('without any price says so instead of "0 firings"', async () => {
    const alert = { name: 'a', instruments: ['EURUSD'], when: 'bid > 1' };
    const id = await ask({ kind: 'dry-run', alert, days: 30, to: iso(0) });
    start();
    await becomes(id, 'failed');
    expect((await job(id)).outcome).toMatch(/^no prices of EURUSD are recorded in the 30 days before/);
  });
});

describe('a job under way', () => {
  /** Writes until it is told to stop. */
  const endless =
    (seen: { reason?: unknown; progress?: number }): BackgroundWork =>
    async (_request, site) => {
      await site.write('x'.repeat(300_000));
      site.progress(0.25);
      await untilAborted(site.signal);
      seen.reason = site.signal.reason;
      await site.write('too late');
      throw new Error('never reached');
    };

  it('shows its progress, and leaves nothing behind when it is cancelled', async () => {
    const seen: { reason?: unknown } = {};
    const id = await ask({ kind: 'endless' });
    start({ endless: endless(seen) });
    await vi.waitFor(async () => expect((await job(id)).progress).toBe(0.25), { timeout: 10_000 });
    await stores.backgroundJobs.cancel(id);
    await becomes(id, 'cancelled');
    expect(String(seen.reason)).toContain('cancelled');
    expect(logged).toContain('endless cancelled');
    expect((await test.database.query('select from background_job_parts')).length).toBe(0);
  });

  it('is begun anew by another worker when its own is not heard of, and the first one stops', async () => {
    const seen: { reason?: unknown } = {};
    const id = await ask({ kind: 'shared' });
    const first = start({ shared: endless(seen) });
    await becomes(id, 'running');
    await test.database.query(
      `update background_jobs set lease = gen_random_uuid(), lease_until = now() - interval '1 s'`,
    );
    start({
      async shared(_request, site) {
        await site.write('whole');
        return { outcome: 'fine', file: { name: 'a', contentType: 'text/plain' } };
      },
    });
    await becomes(id, 'done');
    await vi.waitFor(() => expect(String(seen.reason)).toContain('another worker'), { timeout: 10_000 });
    await first.stop();
    expect(await job(id)).toMatchObject({ outcome: 'fine', file: { sizeBytes: 5 } });
  });

  it('is given back when its process stops', async () => {
    const id = await ask({ kind: 'shared' });
    const first = start({ shared: endless({}) });
    await becomes(id, 'running');
    await first.stop();
    expect(await job(id)).toMatchObject({ status: 'waiting', progress: 0 });
  });

  it('that breaks ends as failed, and the next one runs', async () => {
    const ids = [
      await ask({ kind: 'broken' }),
      await ask({ kind: 'unheard-of' }),
      await ask({ kind: 'fine' }),
    ];
    start({
      broken: () => Promise.reject(new TypeError('x is not a function')),
      fine: () => Promise.resolve({ outcome: 'fine', file: null }),
    });
    await becomes(ids[2]!, 'done');
    expect((await job(ids[0]!)).outcome).toBe('a fault of the server: x is not a function');
    expect((await job(ids[1]!)).outcome).toBe('this version does not know jobs of the kind "unheard-of"');
    expect((await job(ids[2]!)).file).toBeNull();
  });
});
