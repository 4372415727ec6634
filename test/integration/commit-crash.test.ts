/**
 * A commit that breaks off at any of its statements, as by a kill or a lost connection, leaves all of the batch or none: no event without
 * its deliveries, no event without the ticks behind it. Committed again, as a restart does, it is whole.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeliveryAudit } from '../../src/app/reconcile/delivery-audit.ts';
import { AuditReader } from '../../src/storage/audit-reader.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database, Sql } from '../../src/storage/database.ts';
import { openCopy } from '../support/database-copies.ts';
import { empty, type TestDatabase } from '../support/databases.ts';
import { at, collect, placedTicks, sampleAlert, sampleBatch, sampleEvent, T0 } from '../support/samples.ts';

const BATCH = sampleBatch({
  ticks: placedTicks(2, 20),
  events: [sampleEvent({ channels: ['desk', 'phone'] }), sampleEvent({ key: 'a1:1:2', at: at(5) })],
  edits: [{ type: 'save', seq: 1, at: T0, alert: sampleAlert(), status: 'armed' }],
  statuses: [{ alert: 'a1', revision: 1, status: 'done', seq: 21 }],
  seq: 21,
});

let under: TestDatabase;
beforeAll(async () => {
  under = await openCopy('embedded');
});
afterAll(() => under.dispose());

test('a commit that breaks off at any statement leaves all or nothing', async () => {
  let statements = 0;
  for (let last = 1; ; last++) {
    await empty(under.database);
    const breaking = new BreakingDatabase(under.database, last);
    const isWhole = await createStores(breaking)
      .journal.commit(BATCH)
      .then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe(`broken at statement ${last}`);
          return false;
        },
      );
    await expectAllOrNothing();
    await createStores(under.database).journal.commit(BATCH);
    expect(await expectAllOrNothing()).toBe(2);
    if (isWhole) break;
    statements = last;
  }
  expect(statements).toBeGreaterThan(5);
});

/** Returns the number of events. */
async function expectAllOrNothing(): Promise<number> {
  const { journal } = createStores(under.database);
  const audit = new DeliveryAudit(new Map());
  const events = await collect(new AuditReader(under.database).eventsAfter(0));
  expect(events.flatMap((event) => [...audit.check(event)])).toEqual([]);
  const { seq } = await journal.position();
  const entries = await collect(journal.entriesAfter(0));
  expect([events.length, entries.length]).toEqual(seq === 0 ? [0, 0] : [2, 21]);
  return events.length;
}

/** Lets so many statements through, then breaks: also in transactions, which the real database then rolls back. */
class BreakingDatabase implements Database {
  readonly kind = 'embedded';
  readonly #database: Database;
  #left: number;
  readonly #last: number;

  constructor(database: Database, last: number) {
    this.#database = database;
    this.#last = last;
    this.#left = last;
  }

  query: Sql['query'] = (text, values) => this.#through(this.#database).query(text, values);
  script: Sql['script'] = (text) => this.#through(this.#database).script(text);

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#database.transaction((sql) =>
      work({
        query: (text, values) => this.#through(sql).query(text, values),
        script: (text) => this.#through(sql).script(text),
      }),
    );
  }

  connections(): null {
    return null;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #through(sql: Sql): Sql {
    this.#left -= 1;
    if (this.#left > 0) return sql;
    const refuse = () => Promise.reject(new Error(`broken at statement ${this.#last}`));
    return { query: refuse, script: refuse };
  }
}
