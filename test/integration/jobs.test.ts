/** Scheduled jobs over pg-boss on both databases: the same turns, the same retries, nothing left behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobDatabase } from '../../src/jobs/boss.ts';
import type { ScheduledJob } from '../../src/jobs/job.ts';
import { startJobs, type RunningJobs } from '../../src/jobs/jobs.ts';
import { openCopy } from '../support/database-copies.ts';
import { KINDS, type TestDatabase } from '../support/databases.ts';

describe.each(KINDS)('jobs on %s', (kind) => {
  let test: TestDatabase;
  const running: RunningJobs[] = [];
  beforeAll(async () => {
    test = await openCopy(kind);
  });
  afterAll(() => test.dispose());
  afterEach(async () => {
    for (const jobs of running.splice(0)) await jobs.stop(1_000);
  });

  const said: string[] = [];
  const ended: string[] = [];
  const job = (name: string, run: ScheduledJob['run']): ScheduledJob => ({
    name,
    cron: '* * * * *',
    zone: 'Asia/Tokyo',
    timeoutMs: 5_000,
    run,
  });
  const start = (...jobs: readonly ScheduledJob[]): Promise<RunningJobs> => startOn(test.database, jobs);
  const startOn = async (database: JobDatabase, jobs: readonly ScheduledJob[]): Promise<RunningJobs> => {
    said.length = ended.length = 0;
    const started = await startJobs({
      database,
      jobs,
      log: { info: (_fields, text) => void said.push(text), error: (_fields, text) => void said.push(text) },
      metrics: { ended: (name, outcome) => void ended.push(`${name} ${outcome}`) },
    });
    running.push(started);
    return started;
  };
  /** What the clock does at a full minute. */
  const due = (name: string) =>
    test.database.query(
      `insert into jobs.job (name, data, policy, retry_limit, retry_delay) values ($1, '{}', 'stately', 1, 0)`,
      [name],
    );
  const schedules = async () =>
    (
      await test.database.query<{ name: string; timezone: string }>(
        'select name, timezone from jobs.schedule order by 1',
      )
    ).map(({ name, timezone }) => `${name} ${timezone}`);

  it('do their turn, say what they did, and are tried again when they fail', async () => {
    let failures = 1;
    await start(
      job('tidy', () => Promise.resolve('tidied')),
      job('shaky', () => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve(null))),
    );
    expect(await schedules()).toEqual(['shaky Asia/Tokyo', 'tidy Asia/Tokyo']);
    await due('tidy');
    await due('shaky');
    await vi.waitFor(() => expect(ended.toSorted()).toEqual(['shaky done', 'shaky failed', 'tidy done']), {
      timeout: 20_000,
      interval: 100,
    });
    expect(said.toSorted()).toEqual(['a job failed; it is tried again', 'tidied']);
  });

  it('are done once, however many schedulers run', async () => {
    let turns = 0;
    const tidy = job('tidy', async () => {
      turns++;
      await sleep(300);
      return null;
    });
    await start(tidy);
    await start(tidy);
    await due('tidy');
    await vi.waitFor(() => expect(ended).toEqual(['tidy done']), { timeout: 20_000, interval: 100 });
    await sleep(2_500);
    expect(turns).toBe(1);
  });

  it.each([
    ['done', () => Promise.resolve(null)],
    ['failed', () => Promise.reject(new Error('nothing can be done'))],
  ] as const)(
    'whose end cannot be written down end no process: %s while the database goes away',
    async (end, turn) => {
      let isAway = false;
      const asked = <T>(ask: () => Promise<T>): Promise<T> =>
        isAway ? Promise.reject(new Error('the database is away')) : ask();
      const database: JobDatabase = {
        query: (text, values) => asked(() => test.database.query(text, values)),
        script: (text) => asked(() => test.database.script(text)),
      };
      const run = () => {
        isAway = true;
        return turn();
      };
      const jobs = await startOn(database, [job(`leaving ${end}`, run)]);
      await due(`leaving ${end}`);
      // A rejection that nobody took fails the run of the tests.
      await vi.waitFor(() => expect(said).toContain('the scheduler of jobs failed'), { timeout: 20_000 });
      expect(ended).toEqual([`leaving ${end} ${end}`]);
      isAway = false;
      await jobs.stop(1_000);
    },
  );

  it('leave the schedule when the code no longer has them', async () => {
    await start(job('tidy', () => Promise.resolve(null)));
    expect(await schedules()).toEqual(['tidy Asia/Tokyo']);
  });

  it('are told when the scheduler stops', async () => {
    let reason: unknown = null;
    const jobs = await start(
      job(
        'long',
        (signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              reason = signal.reason;
              resolve(null);
            });
          }),
      ),
    );
    await due('long');
    await sleep(3_000);
    await jobs.stop(2_000);
    expect(String(reason)).toContain('the scheduler stops');
    expect(ended).toEqual(['long done']);
  });
});
