/** Background jobs over HTTP: what is taken, what is refused and in which words. */
import { describe, expect, it } from 'vitest';
import { testServer } from '../../../test/support/api-server.ts';
import { addKey, NOW } from '../../../test/support/memory-services.ts';
import { post } from '../../../test/support/openapi-requests.ts';
import type { Problem } from '../contract/common.ts';
import { JobPage, JobView } from '../contract/jobs.ts';

const SPAN = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
const CANDLES = { kind: 'export-candles', instrument: 'EURUSD', ...SPAN };
const ALERT = { name: 'euro', instruments: ['EURUSD'], when: 'bid > 1.1' };

const setUp = () => {
  const server = testServer();
  return {
    ...server,
    run: (payload: object) => server.ask(post('/api/v1/jobs', payload)),
    cancel: (id: string) => server.ask({ method: 'DELETE', url: `/api/v1/jobs/${id}` }),
    result: (id: string) => server.ask({ url: `/api/v1/jobs/${id}/result` }),
  };
};

describe('asking for a job', () => {
  it('is answered at once, with defaults written out and the address to look at', async () => {
    const { run, ask } = setUp();
    const answer = await run(CANDLES);
    expect([answer.statusCode, answer.headers['location']]).toEqual([202, '/api/v1/jobs/1']);
    const job = JobView.parse(answer.json());
    expect(job).toMatchObject({
      kind: 'export-candles',
      status: 'waiting',
      progressPercent: 0,
      requestedBy: 'admin',
      request: { ...CANDLES, timeframe: 'H1', price: 'bid', format: 'csv' },
      result: null,
    });
    expect((await ask({ url: '/api/v1/jobs/1' })).json()).toEqual(job);
  });

  it('fixes the time of a dry run now, not when its turn has come', async () => {
    const { run } = setUp();
    const job = (await run({ kind: 'dry-run', alert: ALERT, days: 3_650 })).json<JobView>();
    expect(job.request).toMatchObject({ days: 3_650, to: new Date(NOW).toISOString() });
  });

  it.each([
    [{ kind: 'export-charts' }, 'validation', /kind/],
    [{ ...CANDLES, instrument: 'XAUEUR' }, 'validation', /unknown instrument "XAUEUR"/],
    [{ ...CANDLES, to: SPAN.from }, 'validation', /"2026-01-01T00:00:00.000Z" is not after from/],
    [
      { kind: 'gap-fill', from: '2016-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
      'validation',
      /"2026-01-02T00:00:00.000Z" is more than ten years after from/,
    ],
    [{ ...CANDLES, timeframe: 'M7' }, 'validation', /"M7" is not recorded; M1, M5/],
    [{ ...CANDLES, days: 3 }, 'validation', /days/],
    [{ kind: 'dry-run', alert: ALERT, days: 3_651 }, 'validation', /days/],
    [
      { kind: 'dry-run', alert: { ...ALERT, instruments: ['ZZZ'] } },
      'validation',
      /unknown instrument "ZZZ"/,
    ],
    [{ kind: 'dry-run', alert: { ...ALERT, when: 'bid >' } }, 'condition', /line 1, column 6/],
  ])('is refused in words: %j', async (payload, code, words) => {
    const { run, world } = setUp();
    const problem = (await run(payload)).json<Problem>();
    expect(problem.code).toBe(code);
    expect(problem.detail).toMatch(words);
    expect(world.jobs.size).toBe(0);
  });

  it('is refused while too many wait, with the time to come back', async () => {
    const { run, cancel } = setUp();
    for (let n = 0; n < 20; n++) await run(CANDLES);
    const refused = await run(CANDLES);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '30']);
    await cancel('7');
    expect((await run(CANDLES)).statusCode).toBe(202);
  });

  it('wants scope trade; looking is for every reader', async () => {
    const { app, world } = setUp();
    const authorization = `Bearer ${addKey(world, ['read'])}`;
    const headers = { host: 'localhost', authorization };
    expect((await app.inject({ ...post('/api/v1/jobs', CANDLES), headers })).statusCode).toBe(403);
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/jobs/1', headers })).statusCode).toBe(403);
    expect((await app.inject({ url: '/api/v1/jobs', headers })).statusCode).toBe(200);
  });
});

describe('a job', () => {
  it('is listed newest first, by status and kind', async () => {
    const { run, cancel, ask } = setUp();
    await run(CANDLES);
    await run({ kind: 'export-events', ...SPAN });
    await cancel('1');
    const ids = async (query: string) =>
      JobPage.parse((await ask({ url: `/api/v1/jobs?${query}` })).json()).items.map(({ id }) => id);
    expect(await ids('')).toEqual(['2', '1']);
    expect(await ids('status=cancelled')).toEqual(['1']);
    expect(await ids('kind=export-events')).toEqual(['2']);
  });

  it('is cancelled, and again without harm; an ended one says that it has ended', async () => {
    const { run, cancel, world } = setUp();
    await run(CANDLES);
    for (let n = 0; n < 2; n++)
      expect((await cancel('1')).json()).toMatchObject({ status: 'cancelled', cancelling: true });
    world.jobs.set('1', { ...world.jobs.get('1')!, status: 'done' });
    expect((await cancel('1')).json()).toMatchObject({
      code: 'job-ended',
      detail: 'job "1" is done already: there is nothing to cancel',
    });
    expect((await cancel('99')).json()).toMatchObject({ status: 404, detail: 'there is no job "99"' });
  });

  it('gives its file under its name, in the order it was written', async () => {
    const { run, result, world, ask } = setUp();
    await run(CANDLES);
    const file = { name: 'EURUSD.csv', contentType: 'text/csv; charset=utf-8', sizeBytes: 29 };
    world.jobs.set('1', { ...world.jobs.get('1')!, status: 'done', progress: 1, file });
    const { result: told } = (await ask({ url: '/api/v1/jobs/1' })).json<JobView>();
    expect(told).toMatchObject({ href: '/api/v1/jobs/1/result', sizeBytes: 29 });
    const answer = await result('1');
    expect(answer.body).toBe('timestamp,symbol\n2026,EURUSD\n');
    expect(answer.headers).toMatchObject({
      'content-type': file.contentType,
      'content-disposition': 'attachment; filename="EURUSD.csv"',
    });
  });

  it('without a file says why it has none', async () => {
    const { run, result, world } = setUp();
    await run(CANDLES);
    expect((await result('1')).json()).toMatchObject({
      code: 'no-result',
      detail: 'job "1" is waiting and has no file',
    });
    world.jobs.set('1', { ...world.jobs.get('1')!, status: 'failed', outcome: 'no candles' });
    expect((await result('1')).json()).toMatchObject({
      detail: 'job "1" is failed (no candles) and has no file',
    });
    expect((await result('2')).statusCode).toBe(404);
  });
});
