/** The API over the real stores in an embedded database: whatever is asked, no statement fails, and what was answered is there. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertEdit, JournalBatch } from '../../src/alerts/ports.ts';
import type { AlertPage, AlertView } from '../../src/api/contract/alerts.ts';
import { Problem } from '../../src/api/contract/common.ts';
import type { AlertCommands } from '../../src/api/services.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import type { TestServer } from '../support/api-server.ts';
import { testServer } from '../support/api-server.ts';
import { openCopy } from '../support/database-copies.ts';
import type { TestDatabase } from '../support/databases.ts';
import { addEvent, NOW } from '../support/memory-services.ts';
import type { Document } from '../support/openapi-requests.ts';
import { operationsOf, post, requestOf } from '../support/openapi-requests.ts';
import { sampleBatch } from '../support/samples.ts';

let test: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  test = await openCopy('embedded');
  const { journal, alerts, events, deliveries, channels, idempotency, backgroundJobs } = createStores(
    test.database,
  );
  let { seq } = await journal.position();
  const commit = async (batch: Partial<JournalBatch>): Promise<{ seq: number }> => {
    await journal.commit(sampleBatch({ ownClock: true, ...batch, seq }));
    return { seq };
  };
  const edit = (make: (place: { seq: number; at: EpochMs }) => AlertEdit) =>
    commit({ edits: [make({ seq: ++seq, at: NOW })] });
  const ifThere = async (id: string, make: Parameters<typeof edit>[0]) =>
    (await alerts.get(id)) === null ? null : edit(make);
  const commands: AlertCommands = {
    async create(created) {
      const used = await alerts.used(created.map(({ id }) => id));
      const fresh = created.filter(({ id }) => !used.has(id));
      const place = () => ({ seq: ++seq, at: NOW });
      await commit({
        edits: fresh.map((alert) => ({ type: 'save', ...place(), alert, status: 'armed' })),
      });
    },
    async save(alert, status) {
      const revision = (await alerts.get(alert.id))?.alert.revision ?? 0;
      if (revision !== alert.revision - 1) return { result: 'conflict' };
      return { result: 'saved', ...(await edit((place) => ({ type: 'save', ...place, alert, status }))) };
    },
    arm: (id) => ifThere(id, (place) => ({ type: 'status', ...place, alert: id, status: 'armed' })),
    pause: (id) => ifThere(id, (place) => ({ type: 'status', ...place, alert: id, status: 'paused' })),
    remove: (id) => ifThere(id, (place) => ({ type: 'remove', ...place, alert: id })),
  };
  server = testServer(
    {},
    {
      alerts,
      commands,
      events,
      deliveries,
      channels,
      idempotency,
      jobs: backgroundJobs,
      isUnavailable: (error) => error instanceof StorageError && error.code !== 'bad-cursor',
      isBadCursor: (error) => error instanceof StorageError && error.code === 'bad-cursor',
    },
  );
  for (let n = 0; n < 3; n++) addEvent(server.world);
  await commit({ events: server.world.events.map(({ event }) => ({ ...event, seq })) });
});

afterAll(async () => {
  await server.app.close();
  await test.dispose();
});

describe('the API over the database', () => {
  it('keeps an alert as it was answered', async () => {
    const payload = {
      name: 'ユーロ 👍',
      instruments: ['EURUSD'],
      when: 'bid > 1.1',
      tags: ['a"b\\c'],
      message: "it's",
    };
    const created = (await server.ask(post('/api/v1/alerts', payload))).json<AlertView>();
    expect(created).toMatchObject(payload);
    const read = await server.ask({ url: `/api/v1/alerts/${created.id}` });
    expect(read.json()).toEqual(created);
    const found = await server.ask({ url: `/api/v1/alerts?search=${encodeURIComponent('ユーロ')}` });
    expect(found.json<AlertPage>().items).toEqual([created]);
  });

  it('creates once for one Idempotency-Key', async () => {
    const request = post('/api/v1/alerts', { name: 'once', instruments: ['EURUSD'], when: 'bid > 1.1' });
    const keyed = { ...request, headers: { ...request.headers, 'idempotency-key': 'k-1' } };
    const [first, again] = [await server.ask(keyed), await server.ask(keyed)];
    expect(first.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    expect((await server.ask({ url: '/api/v1/alerts?search=once' })).json<AlertPage>().items).toHaveLength(1);
  });

  it('answers below 500 whatever is asked', async () => {
    const answer = await server.app.inject({ url: '/openapi.json', headers: { host: 'localhost' } });
    const operations = operationsOf(answer.json<Document>()).filter(
      ({ path }) => !/stream|ingest|instruments/.test(path),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...operations.map(requestOf)), async (request) => {
        const { statusCode, body } = await server.ask(request);
        if (statusCode >= 400) Problem.parse(JSON.parse(body));
        expect([statusCode, body]).toEqual([expect.toSatisfy((status: number) => status < 500), body]);
      }),
      { numRuns: 2_000 },
    );
    expect(server.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    // The generator reached the store: alerts were made of what it thought up.
    expect(
      (await server.ask({ url: '/api/v1/alerts?limit=500' })).json<AlertPage>().items.length,
    ).toBeGreaterThan(3);
  });
});
