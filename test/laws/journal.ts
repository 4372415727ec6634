/** What every journal keeps, whichever database stands behind it. */
import { expect, test } from 'vitest';
import type { AlertEdit } from '../../src/alerts/ports.ts';
import { dropTicksBefore } from '../../src/storage/tick-partitions.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import {
  at,
  collect,
  EURUSD,
  loadedParts,
  M1,
  placedTicks,
  sampleAlert,
  sampleBatch,
  sampleCandle,
  sampleEvent,
  sampleTick,
  T0,
} from '../support/samples.ts';

export function journalLaws(database: () => Database): void {
  const stores = () => createStores(database());
  const count = async (table: string): Promise<number> => {
    const rows = await database().query<{ count: number }>(`select count(*) as count from ${table}`);
    return rows[0]!.count;
  };
  const fullBatch = sampleBatch({
    ticks: placedTicks(1, 50),
    candles: [sampleCandle(0), sampleCandle(1)],
    indicators: [{ source: M1, indicator: 'rsi(14)', at: T0, values: { value: 53.25, signal: null } }],
    events: [sampleEvent({ channels: ['desk', 'phone'] }), sampleEvent({ key: 'a1:1:2', at: at(5) })],
    statuses: [{ alert: 'a1', revision: 1, status: 'done', seq: 50 }],
    seq: 50,
    feedPosition: 'line 50',
  });

  test('an empty journal stands at place 0 without a feed position', async () => {
    expect(await stores().journal.position()).toEqual({ seq: 0, feedPosition: null });
    expect(await loadedParts((take) => stores().journal.loadCheckpoint(take))).toBeNull();
    expect(await collect(stores().journal.entriesAfter(0))).toEqual([]);
  });

  test('a batch lands in every table', async () => {
    const { journal, alerts, deliveries } = stores();
    await alerts.save(sampleAlert(), 'armed', 0);
    const events = await journal.commit(fullBatch);
    expect(events.map(({ event }) => ({ ...event, seq: 50 }))).toEqual(fullBatch.events);
    expect(await journal.position()).toEqual({ seq: 50, feedPosition: 'line 50' });
    expect(await count('ticks')).toBe(50);
    expect(await count('candles')).toBe(2);
    expect(await deliveries.counts()).toEqual({ pending: 3, sending: 0, sent: 0, dead: 0 });
    const stored = await alerts.get('a1');
    expect(stored).toMatchObject({ status: 'done', firings: 2, lastFiredAt: at(5) });
    const values = await database().query(
      'select currency_pair, timestamp, timeframe, price, indicator, values from technical_indicators',
    );
    expect(values).toEqual([
      {
        currency_pair: 'EURUSD',
        timestamp: T0,
        timeframe: 'M1',
        price: 'bid',
        indicator: 'rsi(14)',
        values: { value: 53.25, signal: null },
      },
    ]);
  });

  test('the same batch again changes nothing and reports no event', async () => {
    const { journal, alerts } = stores();
    await alerts.save(sampleAlert(), 'armed', 0);
    await journal.commit(fullBatch);
    const tables = [
      'ticks',
      'candles',
      'technical_indicators',
      'events',
      'deliveries',
      'alerts',
      'log_position',
    ];
    const dump = () =>
      Promise.all(tables.map((table) => database().query(`select t::text from ${table} as t order by 1`)));
    const before = await dump();
    expect(await journal.commit(fullBatch)).toEqual([]);
    expect(await dump()).toEqual(before);
  });

  test('a batch with a revision that is not the next one is refused whole, in words', async () => {
    const { journal, alerts } = stores();
    await alerts.save(sampleAlert(), 'armed', 1);
    const edit = {
      type: 'save',
      seq: 2,
      at: T0,
      alert: sampleAlert({ revision: 3 }),
      status: 'armed',
    } as const;
    const batch = sampleBatch({ ticks: placedTicks(2, 1), edits: [edit], seq: 2 });
    await expect(journal.commit(batch)).rejects.toMatchObject({
      code: 'edit-refused',
      message: expect.stringContaining('revision 3 of alert "a1" is not the next one') as string,
    });
    expect(await count('ticks')).toBe(0);
    expect(await alerts.get('a1')).toMatchObject({ alert: { revision: 1 } });
  });

  test('a batch that overlaps the last one adds only what is new', async () => {
    const { journal } = stores();
    await journal.commit(sampleBatch({ ticks: placedTicks(1, 30), seq: 30 }));
    await journal.commit(sampleBatch({ ticks: placedTicks(21, 30), seq: 50 }));
    expect(await count('ticks')).toBe(50);
  });

  test('the place in the log and the feed position never go back', async () => {
    const { journal } = stores();
    await journal.commit(sampleBatch({ seq: 10, feedPosition: 'ten' }));
    await journal.commit(sampleBatch({ seq: 7, feedPosition: 'seven' }));
    expect(await journal.position()).toEqual({ seq: 10, feedPosition: 'ten' });
  });

  test('a writer of the log whose end of it has been passed writes nothing', async () => {
    const { journal } = stores();
    await journal.commit(sampleBatch({ ticks: placedTicks(1, 5), seq: 5 }));
    const late = sampleBatch({ ticks: placedTicks(4, 3), seq: 6, feedPosition: 'late' });
    expect(await journal.commitAfter(3, late)).toBe(false);
    expect(await count('ticks')).toBe(5);
    expect(await journal.position()).toEqual({ seq: 5, feedPosition: null });
    expect(await journal.commitAfter(5, late)).toBe(true);
    expect(await journal.position()).toEqual({ seq: 6, feedPosition: 'late' });
  });

  test('two journals with the same events at once record each event once', async () => {
    const events = Array.from({ length: 40 }, (_, i) => sampleEvent({ key: `a1:1:${i + 1}` }));
    const batch = sampleBatch({ ticks: placedTicks(1, 100), events, seq: 100 });
    const answers = await Promise.all([
      stores().journal.commit(batch),
      stores().journal.commit(batch),
      stores().journal.commit(batch),
    ]);
    const keys = answers.flat().map(({ event }) => event.key);
    expect(keys.toSorted()).toEqual(events.map(({ key }) => key).toSorted());
    expect(await count('ticks')).toBe(100);
    expect(await count('deliveries')).toBe(40);
  });

  test('an event that cannot be written takes its whole batch back', async () => {
    const { journal } = stores();
    const broken = sampleEvent({ kind: 'nonsense' as 'fired' });
    await expect(
      journal.commit(sampleBatch({ ticks: placedTicks(1, 3), events: [broken], seq: 3 })),
    ).rejects.toThrow(/events_kind_check/);
    expect(await count('ticks')).toBe(0);
    expect(await journal.position()).toEqual({ seq: 0, feedPosition: null });
    await journal.commit(sampleBatch({ ticks: placedTicks(1, 3), seq: 3 }));
    expect(await count('ticks')).toBe(3);
  });

  test('an alert that fires at the very edit that arms it ends with it', async () => {
    const { journal, alerts } = stores();
    const at5 = { alert: sampleAlert(), status: 'armed', seq: 5, at: at(5) } as const;
    const done = { alert: 'a1', revision: 1, status: 'done', seq: 5 } as const;
    await journal.commit(sampleBatch({ edits: [{ type: 'save', ...at5 }], statuses: [done], seq: 5 }));
    expect((await alerts.get('a1'))!.status).toBe('done');
  });

  test('the log is read back in its order, ticks and edits merged by place', async () => {
    const { journal, alerts } = stores();
    const alert = sampleAlert();
    await alerts.save(alert, 'armed', 3, at(3));
    await alerts.setStatus('a1', 'paused', 8, at(8));
    await alerts.setStatus('a1', 'armed', 12, at(12));
    await alerts.remove('a1', 15, at(15));
    const ticks = placedTicks(1, 20).filter(({ seq }) => ![3, 8, 12, 15].includes(seq));
    await journal.commit(sampleBatch({ ticks, seq: 20 }));
    const entries = await collect(journal.entriesAfter(2));
    expect(entries.map(({ seq }) => seq)).toEqual([
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    const edits = entries.filter(({ entry }) => entry.type !== 'tick').map(({ entry }) => entry);
    expect(edits).toEqual([
      { type: 'arm', alert, at: at(3) },
      { type: 'disarm', alert: 'a1', at: at(8) },
      { type: 'arm', alert, at: at(12) },
      { type: 'disarm', alert: 'a1', at: at(15) },
    ]);
    expect(entries[1]!.entry).toEqual({ type: 'tick', tick: sampleTick(4) });
  });

  test('the log is read back over many pages and days', async () => {
    const { journal } = stores();
    const ticks = Array.from({ length: 25_000 }, (_, i) => ({
      seq: i + 1,
      tick: sampleTick(i * 20_000),
      simulated: false,
    }));
    for (let i = 0; i < ticks.length; i += 5_000) {
      await journal.commit(sampleBatch({ ticks: ticks.slice(i, i + 5_000), seq: i + 5_000 }));
    }
    const entries = await collect(journal.entriesAfter(1_000));
    expect(entries.length).toBe(24_000);
    expect(entries.every(({ seq }, i) => seq === i + 1_001)).toBe(true);
  });

  test('an edit moves the place in the log, so that its number is not given again', async () => {
    const { journal, alerts } = stores();
    await journal.commit(sampleBatch({ seq: 4, feedPosition: 'four' }));
    await alerts.save(sampleAlert(), 'armed', 9);
    expect(await journal.position()).toEqual({ seq: 9, feedPosition: 'four' });
    await journal.commit(sampleBatch({ seq: 6, feedPosition: 'six' }));
    expect(await journal.position()).toEqual({ seq: 9, feedPosition: 'six' });
  });

  test('edits in a batch are saved with it, and an alert that is new in it counts its firings', async () => {
    const { journal, alerts } = stores();
    const alert = sampleAlert();
    const save = { type: 'save', seq: 2, at: at(2), alert, status: 'armed' } as const;
    await journal.commit(
      sampleBatch({ ticks: placedTicks(3, 2), edits: [save], events: [sampleEvent()], seq: 4 }),
    );
    expect(await alerts.get('a1')).toMatchObject({ alert, status: 'armed', firings: 1 });
    const entries = await collect(journal.entriesAfter(0));
    expect(entries.map(({ seq, entry }) => `${seq} ${entry.type}`)).toEqual(['2 arm', '3 tick', '4 tick']);
  });

  test('a batch with edits that comes again does not undo what came after it', async () => {
    const { journal, alerts } = stores();
    await alerts.save(sampleAlert(), 'armed', 1);
    const pause = sampleBatch({
      edits: [{ type: 'status', seq: 2, at: at(2), alert: 'a1', status: 'paused' }],
      seq: 2,
    });
    const rearm = sampleBatch({
      edits: [
        { type: 'remove', seq: 3, at: at(3), alert: 'a1' },
        { type: 'save', seq: 4, at: at(4), alert: sampleAlert({ revision: 2 }), status: 'armed' },
      ],
      seq: 4,
    });
    for (const batch of [pause, rearm, pause, rearm]) await journal.commit(batch);
    expect(await alerts.get('a1')).toMatchObject({ alert: { revision: 2 }, status: 'armed' });
    expect(await collect(journal.entriesAfter(0))).toHaveLength(4);
  });

  test('many edits in a batch are all made, those of one alert in their order, at their places in the log', async () => {
    const { journal, alerts } = stores();
    const many = Array.from({ length: 400 }, (_, n) => `m${n}`);
    const saved = many.map((id, n) => ({ type: 'save', seq: n + 1, id, status: 'armed' }) as const);
    const save = (seq: number, id: string, revision: number, status: 'armed' | 'paused' = 'armed') =>
      ({ type: 'save', seq, at: at(seq), alert: sampleAlert({ id, revision }), status }) as const;
    const edits: AlertEdit[] = [
      ...saved.map(({ seq, id }) => save(seq, id, 1)),
      save(401, 'm1', 2, 'paused'),
      { type: 'status', seq: 402, at: at(402), alert: 'm1', status: 'armed' },
      { type: 'status', seq: 403, at: at(403), alert: 'm2', status: 'paused' },
      { type: 'remove', seq: 404, at: at(404), alert: 'm3' },
      save(405, 'm3', 2),
      { type: 'status', seq: 406, at: at(406), alert: 'nobody', status: 'armed' },
    ];
    const statuses = many
      .slice(10)
      .map((alert) => ({ alert, revision: 1, status: 'done', seq: 407 }) as const);
    await journal.commit(sampleBatch({ edits, statuses, seq: 407 }));
    const of = async (id: string) => {
      const { alert, status } = (await alerts.get(id))!;
      return `${alert.revision} ${status}`;
    };
    expect(await Promise.all(['m0', 'm1', 'm2', 'm3', 'm10', 'm399'].map(of))).toEqual([
      ...['1 armed', '2 armed', '1 paused', '2 armed', '1 done', '1 done'],
    ]);
    const entries = await collect(journal.entriesAfter(399));
    expect(
      entries.map(({ seq, entry }) =>
        entry.type === 'arm'
          ? `${seq} arm ${entry.alert.id} ${entry.alert.revision}`
          : `${seq} ${entry.type}`,
      ),
    ).toEqual([
      ...['400 arm m399 1', '401 disarm', '402 arm m1 2', '403 disarm', '404 disarm', '405 arm m3 2'],
    ]);
    const refused = sampleBatch({ edits: [save(500, 'new', 1), save(501, 'm0', 3)], seq: 501 });
    await expect(journal.commit(refused)).rejects.toThrow('revision 3 of alert "m0" is not the next one');
    expect(await alerts.get('new')).toBeNull();
  });

  test('the newest checkpoint is loaded, whatever the order of saving, and few are kept', async () => {
    const { journal } = stores();
    const saved = (seq: number, ...rest: string[]) => ({ seq, parts: [`{"seq": ${seq}}`, ...rest] });
    for (const seq of [10, 30, 20, 40]) await journal.saveCheckpoint(saved(seq, 'a', 'b'));
    await journal.saveCheckpoint(saved(40, 'c'));
    expect(await loadedParts((take) => journal.loadCheckpoint(take))).toEqual(saved(40, 'c'));
    expect(await count('engine_checkpoints')).toBe(2);
    expect(await count('checkpoint_parts')).toBe(3);
  });

  test('a checkpoint of many parts comes back in their order, as far as it is wanted', async () => {
    const { journal } = stores();
    const parts = Array.from({ length: 45 }, (_, n) => `"part ${n}"`);
    await journal.saveCheckpoint({ seq: 7, parts });
    expect(await loadedParts((take) => journal.loadCheckpoint(take))).toEqual({ seq: 7, parts });
    const seen: string[] = [];
    await journal.loadCheckpoint((part) => seen.push(part) < 22);
    expect(seen).toEqual(parts.slice(0, 22));
  });

  test('a checkpoint that is given up half way leaves the one before it', async () => {
    const { journal } = stores();
    const broken = function* () {
      yield* ['head', 'half'];
      throw new Error('given up');
    };
    await journal.saveCheckpoint({ seq: 7, parts: ['whole'] });
    await expect(journal.saveCheckpoint({ seq: 8, parts: broken() })).rejects.toThrow('given up');
    expect(await loadedParts((take) => journal.loadCheckpoint(take))).toEqual({ seq: 7, parts: ['whole'] });
    await database().query("update checkpoint_parts set saved_at = saved_at - interval '2 hours'");
    await journal.saveCheckpoint({ seq: 9, parts: ['whole', 'again'] });
    expect(await count('checkpoint_parts')).toBe(1);
  });

  test('a checkpoint from before there were parts is one part', async () => {
    await database().query(`insert into engine_checkpoints (seq, state) values (5, '{"version": 2}')`);
    const { journal } = stores();
    expect(await loadedParts((take) => journal.loadCheckpoint(take))).toEqual({
      seq: 5,
      parts: ['{"version": 2}'],
    });
  });

  test('ticks live in one partition a UTC day, and old days are dropped whole', async () => {
    const { journal, history } = stores();
    const day = 86_400_000;
    const ticks = [0, day, 2 * day].map((offset, i) => ({
      seq: i + 1,
      tick: sampleTick(offset),
      simulated: false,
    }));
    await journal.commit(sampleBatch({ ticks, seq: 3 }));
    const partitions = await database().query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'ticks'::regclass order by 1`,
    );
    expect(partitions.map(({ name }) => name)).toEqual([
      'ticks_2014_05_05',
      'ticks_2014_05_06',
      'ticks_2014_05_07',
      'ticks_2014_05_08',
    ]);
    expect(await dropTicksBefore(database(), at(2 * day))).toBe(2);
    const left = await collect(history.ticksBetween([EURUSD], T0, at(9 * day)));
    expect(left.flat().map(({ at }) => at)).toEqual([at(2 * day)]);
    // The day that is gone comes back by need, although this journal has seen it before.
    await journal.commit(sampleBatch({ ticks: [{ seq: 4, tick: sampleTick(1), simulated: false }], seq: 4 }));
    expect(await count('ticks')).toBe(2);
  });

  test('candles of simulated prices are marked, and give way to real ones', async () => {
    const { journal, history } = stores();
    const simulated = [{ seq: 1, tick: sampleTick(0), simulated: true }];
    await journal.commit(sampleBatch({ ticks: simulated, candles: [sampleCandle(0, 1.1)], seq: 1 }));
    await journal.commit(sampleBatch({ candles: [sampleCandle(1, 1.1)], seq: 2 }));
    const origins = await database().query<{ origin: string }>('select origin from candles');
    expect(origins).toEqual([{ origin: 'simulated' }, { origin: 'simulated' }]);
    expect(await history.addCandles([sampleCandle(0, 1.2), sampleCandle(1, 1.2)], 'backfill')).toBe(2);
    const candles = await history.candles(M1, { limit: 10 });
    expect(candles.map(({ close }) => close)).toEqual([1.2, 1.2]);
  });
}
