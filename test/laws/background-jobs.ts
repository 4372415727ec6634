/** What background jobs keep, whichever database stands behind them. */
import { expect, test } from 'vitest';
import type { DurationMs, EpochMs } from '../../src/kernel/units.ts';
import { SqlBackgroundJobStore } from '../../src/storage/background-job-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { collect } from '../support/samples.ts';

const MINUTE = 60_000 as DurationMs;
/** Over before anybody looks. */
const GONE = -1 as DurationMs;

export function backgroundJobLaws(database: () => Database): void {
  const store = () => new SqlBackgroundJobStore(database());
  const add = async (fields: object = {}) => (await store().add({ kind: 'export', ...fields }, 'desk'))!;
  const claim = async (forMs = MINUTE) => (await store().claim(forMs))!;
  const done = { status: 'done', outcome: 'two rows', file: null } as const;

  test('a job waits, runs with its progress, and ends with what came of it', async () => {
    const jobs = store();
    const added = await add({ name: 'poison \0 \ud800' });
    expect(added).toMatchObject({ kind: 'export', status: 'waiting', progress: 0, requestedBy: 'desk' });
    const held = await claim();
    expect(held).toMatchObject({ id: added.id, kind: 'export', request: { name: 'poison \ufffd \ufffd' } });
    expect(await jobs.keep(held, { progress: 0.5, forMs: MINUTE })).toBe('kept');
    expect(await jobs.get(added.id)).toMatchObject({ status: 'running', progress: 0.5, endedAt: null });
    const file = { name: 'a.csv', contentType: 'text/csv', sizeBytes: 3 };
    expect(await jobs.end(held, { ...done, file })).toBe(true);
    expect(await jobs.get(added.id)).toMatchObject({
      status: 'done',
      progress: 1,
      outcome: 'two rows',
      file,
    });
    expect(await jobs.end(held, done), 'it ends once').toBe(false);
  });

  test('the oldest is claimed first, and by one worker only', async () => {
    const [first, second] = [await add(), await add()];
    const claims = await Promise.all([store().claim(MINUTE), store().claim(MINUTE), store().claim(MINUTE)]);
    expect(claims.flatMap((held) => held?.id ?? []).toSorted()).toEqual([first.id, second.id].toSorted());
  });

  test('a worker that dies gives the job back; what it still writes is refused', async () => {
    const jobs = store();
    await add();
    const dead = await claim(GONE);
    expect(await jobs.addPart(dead, 0, 'half of it')).toBe(true);
    const heir = await claim();
    expect(heir.id).toBe(dead.id);
    expect(await jobs.addPart(dead, 1, 'from the grave')).toBe(false);
    expect(await jobs.keep(dead, { progress: 1, forMs: MINUTE })).toBe('lost');
    expect(await jobs.end(dead, done)).toBe(false);
    expect(await jobs.addPart(heir, 0, 'whole')).toBe(true);
    await jobs.end(heir, done);
    expect(await collect(jobs.parts(heir.id)), 'begun anew').toEqual(['whole']);
  });

  test('one whose workers die again and again fails at the third attempt', async () => {
    const { id } = await add();
    for (let n = 0; n < 3; n++) expect((await claim(GONE)).id).toBe(id);
    expect(await store().claim(MINUTE)).toBeNull();
    const { status, outcome } = (await store().get(id))!;
    expect([status, outcome]).toEqual([
      'failed',
      'it could not be finished in 3 attempts: the log of the scheduler says why',
    ]);
  });

  test('a job given back waits again, and that is no attempt', async () => {
    const { id } = await add();
    for (let n = 0; n < 5; n++) await store().giveBack(await claim());
    expect(await store().get(id)).toMatchObject({ status: 'waiting' });
  });

  test('cancelling ends a waiting job at once, asks a running one, and never touches an ended one', async () => {
    const jobs = store();
    const waiting = await add();
    expect(await jobs.cancel(waiting.id)).toBe(true);
    expect(await jobs.get(waiting.id)).toMatchObject({ status: 'cancelled', cancelling: true });
    expect(await jobs.claim(MINUTE)).toBeNull();

    const running = await add();
    const held = await claim();
    await jobs.addPart(held, 0, 'half');
    expect(await jobs.cancel(running.id)).toBe(true);
    expect(await jobs.keep(held, { progress: 0.1, forMs: MINUTE })).toBe('cancelling');
    await jobs.end(held, { status: 'cancelled', outcome: null, file: null });
    expect(await collect(jobs.parts(running.id))).toEqual([]);
    expect(await jobs.cancel(running.id)).toBe(false);
    for (const unknown of ['99', 'x', '']) expect(await jobs.cancel(unknown)).toBe(false);
  });

  test('one whose worker died while it was asked to end is cancelled, not begun again', async () => {
    const { id } = await add();
    await claim(GONE);
    await store().cancel(id);
    expect(await store().claim(MINUTE)).toBeNull();
    expect(await store().get(id)).toMatchObject({ status: 'cancelled' });
  });

  test('so many wait or run and no more, also when all come at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 24 }, () => store().add({ kind: 'export' }, 'desk')),
    );
    expect(asked.filter((job) => job !== null)).toHaveLength(20);
    await store().end(await claim(), done);
    expect(await store().add({ kind: 'export' }, 'desk')).not.toBeNull();
  });

  test('lists are newest first, by page, by status and by kind', async () => {
    const jobs = store();
    const ids = [(await add()).id, (await add({ kind: 'other' })).id, (await add()).id];
    await claim();
    const page = await jobs.list({ limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect((await jobs.list({ limit: 2, cursor: page.next! })).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await jobs.list({ limit: 9, status: 'running' })).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await jobs.list({ limit: 9, kind: 'other' })).items.map(({ id }) => id)).toEqual([ids[1]]);
    await expect(jobs.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({ code: 'bad-cursor' });
  });

  test('results come in their order, however many parts, and go with their job', async () => {
    const jobs = store();
    const { id } = await add();
    const held = await claim();
    const bodies = Array.from({ length: 11 }, (_, n) => `part ${n}\n`);
    for (const [n, body] of bodies.entries()) await jobs.addPart(held, n, body);
    await jobs.end(held, done);
    expect(await collect(jobs.parts(id))).toEqual(bodies);
    const { endedAt } = (await jobs.get(id))!;
    expect(await jobs.forgetEndedBefore(endedAt!)).toBe(0);
    expect(await jobs.forgetEndedBefore((endedAt! + 1) as EpochMs)).toBe(1);
    expect(await collect(jobs.parts(id))).toEqual([]);
  });
}
