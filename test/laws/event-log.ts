/** What every log of events keeps. */
import { expect, test } from 'vitest';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { Database } from '../../src/storage/database.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { at, sampleBatch, sampleEvent, USDJPY } from '../support/samples.ts';

export function eventLogLaws(database: () => Database): void {
  const log = () => createStores(database()).events;
  const record = (events: readonly AlertEvent[]) =>
    createStores(database()).journal.commit(sampleBatch({ events }));

  test('an event comes back as it was recorded', async () => {
    const event = sampleEvent({
      bid: null,
      operands: { 'close@H1': 1.38695, 'rsi(14)@H1': null },
      tags: ['a,b', '"'],
    });
    const [stored] = await record([event]);
    expect(stored!.event).toEqual(event);
    expect(await log().get(stored!.id)).toEqual(stored);
  });

  test.each(['0', '999999', '-1', 'x', '', '99999999999999999999'])('there is no event "%s"', async (id) => {
    expect(await log().get(id)).toBeNull();
  });

  test('pages hold every event once, the newest market time first', async () => {
    const offsets = [5, 3, 9, 3, 7, 1, 3, 8];
    await record(offsets.map((offset, i) => sampleEvent({ key: `k${i}`, at: at(offset) })));
    const seen: AlertEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await log().list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ event }) => event));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen.map((event) => event.at)).toEqual(offsets.toSorted((a, b) => b - a).map(at));
    expect(new Set(seen.map(({ key }) => key)).size).toBe(offsets.length);
  });

  test('a list can be narrowed to an alert, an instrument and a half-open range of time', async () => {
    await record([
      sampleEvent({ key: '1', at: at(1) }),
      sampleEvent({ key: '2', at: at(2), alert: 'a2' }),
      sampleEvent({ key: '3', at: at(3), instrument: USDJPY }),
    ]);
    const keys = async (query: object) =>
      (await log().list({ limit: 10, ...query })).items.map(({ event }) => event.key);
    expect(await keys({ alert: 'a2' })).toEqual(['2']);
    expect(await keys({ instrument: 'USDJPY' })).toEqual(['3']);
    expect(await keys({ from: at(2), to: at(3) })).toEqual(['2']);
  });

  test('the number of firings is the highest in the keys of each unit and revision', async () => {
    const keys = [
      'a1:1:1',
      'a1:1:2',
      'a1:1:10',
      'a1:2:3',
      'a2/EURUSD:1:4',
      'a3:1:1399273200000:1',
      'a4:1:expired',
    ];
    await record(keys.map((key) => sampleEvent({ key })));
    const counts = await log().firingCounts(1);
    expect([...counts].toSorted()).toEqual([
      ['a1:1', 10],
      ['a1:2', 3],
      ['a2/EURUSD:1', 4],
    ]);
  });

  test('what fired beyond a place of the log is not counted there', async () => {
    await record([1, 2, 3].map((n) => ({ ...sampleEvent({ key: `a1:1:${n}` }), seq: n * 10 })));
    await database().query("update events set seq = null where key = 'a1:1:1'");
    expect([...(await log().firingCounts(5))]).toEqual([['a1:1', 1]]);
    expect([...(await log().firingCounts(20))]).toEqual([['a1:1', 2]]);
    expect([...(await log().firingCounts(30))]).toEqual([['a1:1', 3]]);
  });
}
