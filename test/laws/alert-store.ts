/** What every store of alerts keeps. */
import { expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { at, collect, EURUSD, sampleAlert, sampleBatch, T0, USDJPY } from '../support/samples.ts';

export function alertStoreLaws(database: () => Database): void {
  const alerts = () => createStores(database()).alerts;

  test('an alert comes back as it was saved', async () => {
    const alert = sampleAlert({
      cooldownMs: 60_000 as never,
      hysteresis: { unit: 'pips', amount: 2.5 },
      expiresAt: at(1_000),
      message: 'sell "half"\n\u{1f4b6} 半分売る',
    });
    expect(await alerts().save(alert, 'armed', 1)).toBe('saved');
    expect(await alerts().get('a1')).toEqual({
      alert,
      status: 'armed',
      createdAt: expect.closeTo(Date.now(), -4) as number,
      updatedAt: expect.closeTo(Date.now(), -4) as number,
      lastFiredAt: null,
      firings: 0,
    });
    expect(await alerts().get('other')).toBeNull();
  });

  test('an alert from before a rule existed has the plain form of it', async () => {
    await alerts().save(sampleAlert({ standby: true, arms: ['a2'] }), 'armed', 1);
    await database().query(`update alerts set definition = definition - 'standby'`);
    const { alert } = (await alerts().get('a1'))!;
    expect(alert).toEqual(sampleAlert({ standby: false, arms: ['a2'] }));
  });

  test('only the next revision is taken', async () => {
    expect(await alerts().save(sampleAlert({ revision: 2 }), 'armed', 1)).toBe('conflict');
    expect(await alerts().save(sampleAlert(), 'armed', 1)).toBe('saved');
    expect(await alerts().save(sampleAlert(), 'armed', 2)).toBe('conflict');
    expect(await alerts().save(sampleAlert({ revision: 2, name: 'new' }), 'paused', 3)).toBe('saved');
    expect(await alerts().get('a1')).toMatchObject({ alert: { revision: 2, name: 'new' }, status: 'paused' });
    const revisions = await alerts().revisions('a1', 10);
    expect(revisions.map(({ alert }) => alert.name)).toEqual(['new', 'Euro at 1.39']);
    expect((await alerts().revisions('a1', 1)).map(({ alert }) => alert.revision)).toEqual([2]);
  });

  test('says which names and ids alerts on standby have', async () => {
    const save = (id: string, name: string, standby: boolean, seq: number) =>
      alerts().save(sampleAlert({ id, name, standby }), 'armed', seq);
    await save('a1', 'waits', true, 1);
    await save('a2', 'watches', false, 2);
    const found = await alerts().onStandby(['waits', 'watches', 'a1', 'a2', 'nobody', '']);
    expect([...found].toSorted()).toEqual(['a1', 'waits']);
  });

  test('of two edits of the same revision at once one wins', async () => {
    await alerts().save(sampleAlert(), 'armed', 1);
    const edits = ['left', 'right', 'middle'].map((name, i) =>
      alerts().save(sampleAlert({ revision: 2, name }), 'armed', 2 + i),
    );
    expect((await Promise.all(edits)).toSorted()).toEqual(['conflict', 'conflict', 'saved']);
    expect(await alerts().revisions('a1', 10)).toHaveLength(2);
  });

  test('a conflict leaves no edit in the log', async () => {
    await alerts().save(sampleAlert({ revision: 7 }), 'armed', 1);
    const { journal } = createStores(database());
    expect(await journal.position()).toEqual({ seq: 0, feedPosition: null });
    expect(await collect(journal.entriesAfter(0))).toEqual([]);
  });

  test('a removed alert keeps its revisions, and its revision numbers are not used again', async () => {
    await alerts().save(sampleAlert(), 'armed', 1);
    expect(await alerts().remove('a1', 2)).toBe(true);
    expect(await alerts().remove('a1', 3)).toBe(false);
    expect(await alerts().get('a1')).toBeNull();
    expect(await alerts().revisions('a1', 10)).toHaveLength(1);
    expect(await alerts().used(['a1', 'a2'])).toEqual(new Set(['a1']));
    expect(await alerts().save(sampleAlert(), 'armed', 4)).toBe('conflict');
    expect(await alerts().save(sampleAlert({ revision: 2 }), 'armed', 4)).toBe('saved');
  });

  test('the status of an unknown alert cannot be set', async () => {
    expect(await alerts().setStatus('a1', 'paused', 1)).toBe(false);
  });

  test('the engine starts from what is armed or paused', async () => {
    for (const [i, status] of (['armed', 'paused', 'done', 'expired'] as const).entries()) {
      await alerts().save(sampleAlert({ id: status }), status, i + 1);
    }
    expect((await collect(alerts().all())).flat().map(({ alert }) => alert.id)).toEqual(['armed', 'paused']);
  });

  test('all of them come in pages', async () => {
    const edits = Array.from({ length: 2_500 }, (_, i) => ({
      ...({ type: 'save', status: 'armed', seq: i + 1, at: T0 } as const),
      alert: sampleAlert({ id: `a${i}` }),
    }));
    await createStores(database()).journal.commit(sampleBatch({ edits, seq: 2_500 }));
    const pages = await collect(alerts().all());
    expect(pages.map((page) => page.length)).toEqual([2_000, 500]);
    expect(new Set(pages.flat().map(({ alert }) => alert.id)).size).toBe(2_500);
  });

  test('pages hold every alert once, the newest first', async () => {
    for (let i = 1; i <= 25; i++) await alerts().save(sampleAlert({ id: `a${i}` }), 'armed', i);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await alerts().list({ limit: 10, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ alert }) => alert.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    const created = await Promise.all(seen.map(async (id) => (await alerts().get(id))!.createdAt));
    expect(created).toEqual(created.toSorted((a, b) => b - a));
  });

  test('a list can be narrowed to a status, an instrument and a word', async () => {
    await alerts().save(sampleAlert({ id: 'euro', name: 'Breakout 100%' }), 'armed', 1);
    await alerts().save(
      sampleAlert({ id: 'yen', instruments: [USDJPY, EURUSD], tags: ['Carry'] }),
      'paused',
      2,
    );
    const ids = async (query: object) => {
      const page = await alerts().list({ limit: 10, ...query });
      return page.items.map(({ alert }) => alert.id).toSorted();
    };
    expect(await ids({ status: 'paused' })).toEqual(['yen']);
    expect(await ids({ instrument: 'USDJPY' })).toEqual(['yen']);
    expect(await ids({ instrument: 'EURUSD' })).toEqual(['euro', 'yen']);
    expect(await ids({ search: 'cARRY' })).toEqual(['yen']);
    expect(await ids({ search: '100%' })).toEqual(['euro']);
    expect(await ids({ search: '%' })).toEqual(['euro']);
    expect(await ids({ search: "'; drop table alerts; --" })).toEqual([]);
  });

  test.each(['', 'x', 'bm9wZQ', 'WyJ4Il0', '\0', 'W10'])(
    'the broken cursor "%s" is refused',
    async (cursor) => {
      await expect(alerts().list({ limit: 10, cursor })).rejects.toMatchObject({
        code: 'bad-cursor',
        message: expect.stringContaining('first page') as string,
      });
    },
  );
}
