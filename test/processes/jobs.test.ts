/** Background jobs with API and schedulers as processes: killed while one runs, cancelled, and charts that come from the cache. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobDraft, JobView } from '../../src/api/contract/jobs.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import type { ProductProcess } from '../support/product-process.ts';
import { RolesStage } from '../support/roles-stage.ts';

const CANDLES = 150_000;
const EXPORT: JobDraft = {
  ...{ kind: 'export-candles', instrument: 'EURUSD', timeframe: 'M1', format: 'jsonl' },
  ...{ from: '2020-01-01T00:00:00.000Z', to: '2021-01-01T00:00:00.000Z' },
};

let stage: RolesStage;
let database: Database;
let api: ProductProcess;

beforeAll(async () => {
  stage = await RolesStage.open({ FEED: 'push' });
  api = stage.start(['api']);
  stage.start(['worker', '--roles', 'feed,record']);
  await api.poll('an admin key', () => Promise.resolve(api.readKey()));
  const url = String(stage.settings['DATABASE_URL']);
  database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
  await database.query(
    `insert into candles (instrument, basis, timeframe, at, closes_at, open, high, low, close, volume, origin)
     select 'EURUSD', 'bid', 'M1', at, at + interval '1 min', 1.1, 1.2, 1, 1.1, 1, 'import'
     from generate_series(timestamptz '2020-01-01 00:00+00', timestamptz '2020-12-01 00:00+00', '1 min') as minute (at)
     limit ${CANDLES}`,
  );
}, 120_000);
afterAll(async () => {
  await database.close();
  await stage.close();
});

const ask = () => api.api<JobView>('POST', '/jobs', EXPORT);
const becomes = (id: string, isSo: (job: JobView) => boolean) =>
  api.poll('the job', async () => {
    const job = await api.api<JobView>('GET', `/jobs/${id}`);
    return isSo(job) ? job : null;
  });

test('a job whose scheduler is killed is begun anew by the next one, and its result is whole', async () => {
  const doomed = stage.start(['scheduler']);
  const { id } = await ask();
  await becomes(id, ({ status, progressPercent }) => status === 'running' && progressPercent > 0);
  await doomed.kill();
  expect(await api.api<JobView>('GET', `/jobs/${id}`)).toMatchObject({ status: 'running', result: null });
  stage.start(['scheduler']);
  const done = await becomes(id, ({ endedAt }) => endedAt !== null);
  expect(done).toMatchObject({
    status: 'done',
    progressPercent: 100,
    outcome: `${CANDLES} M1 candles of EURUSD on bid`,
  });
  const [row] = await database.query<{ attempts: number }>('select attempts from background_jobs');
  expect(row?.attempts).toBe(2);
  const text = await (await api.fetch(`/api/v1/jobs/${id}/result`)).text();
  expect(Buffer.byteLength(text)).toBe(done.result?.sizeBytes);
  const stamps = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { timestamp: string }).timestamp);
  expect(new Set(stamps).size).toBe(CANDLES);
  expect(stamps).toEqual(stamps.toSorted());
});

test('a running job is cancelled from outside and leaves nothing', async () => {
  const { id } = await ask();
  await becomes(id, ({ status, progressPercent }) => status === 'running' && progressPercent > 0);
  await api.api('DELETE', `/jobs/${id}`);
  await becomes(id, ({ status }) => status === 'cancelled');
  expect(await database.query('select from background_job_parts where job = $1', [id])).toHaveLength(0);
});

test('a chart that is asked for again comes from the cache, and a corrected candle is seen at once', async () => {
  const path = '/instruments/EURUSD/candles?timeframe=M1&limit=2&before=2020-02-01T00:00:00.000Z';
  const closes = async () =>
    (await api.api<{ candles: { close: number }[] }>('GET', path)).candles.map(({ close }) => close);
  expect([await closes(), await closes()]).toEqual([
    [1.1, 1.1],
    [1.1, 1.1],
  ]);
  const metrics = await (await api.fetch('/metrics')).text();
  expect(metrics).toMatch(/fxalert_series_cache_total\{outcome="hit"\} 1/);
  await database.query(`update candles set close = 1.15 where at = '2020-01-31 23:59+00'`);
  expect(await closes()).toEqual([1.1, 1.15]);
});
