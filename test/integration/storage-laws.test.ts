/** One list of laws for each store, over the embedded database and over a real PostgreSQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { openCopy } from '../support/database-copies.ts';
import { empty, KINDS, type TestDatabase } from '../support/databases.ts';
import { alertCommandLaws, askedCommands, ownCommands } from '../laws/alert-commands.ts';
import { alertStoreLaws } from '../laws/alert-store.ts';
import { backgroundJobLaws } from '../laws/background-jobs.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { sampleBatch } from '../support/samples.ts';
import { deliveryLeaseLaws } from '../laws/delivery-leases.ts';
import { deliveryStoreLaws, type DeliveryStoreUnderTest } from '../laws/delivery-store.ts';
import { editQueueLaws } from '../laws/edit-queue.ts';
import { eventLogLaws } from '../laws/event-log.ts';
import { journalLaws } from '../laws/journal.ts';
import { marketHistoryLaws } from '../laws/market-history.ts';
import { leaseLaws } from '../laws/leases.ts';
import { byAnEngine, byTheJournal, recordedEventLaws } from '../laws/recorded-events.ts';
import { statisticsLaws } from '../laws/statistics.ts';
import { smallStoreLaws } from '../laws/small-stores.ts';

describe.each(KINDS)('%s', (kind) => {
  let test: TestDatabase;
  const database = () => test.database;
  beforeAll(async () => {
    test = await openCopy(kind);
  });
  afterAll(() => test.dispose());
  beforeEach(() => empty(database()));

  describe('journal', () => journalLaws(database));
  describe('events by the journal', () => recordedEventLaws(database, byTheJournal));
  describe('events by an engine', () => recordedEventLaws(database, byAnEngine));
  describe('alerts', () => alertStoreLaws(database));
  describe('events', () => eventLogLaws(database));
  describe('leases', () => deliveryLeaseLaws(database));
  deliveryStoreLaws(`on ${kind}`, () => ledger(database()));
  describe('edits on their way into the log', () => editQueueLaws(database));
  describe('edits made in the own log', () => alertCommandLaws(database, ownCommands));
  describe('edits asked for', () => alertCommandLaws(database, askedCommands));
  describe('leases of roles', () => leaseLaws(database));
  describe('market history', () => marketHistoryLaws(database));
  describe('background jobs', () => backgroundJobLaws(database));
  describe('statistics', () => statisticsLaws(database));
  describe('other stores', () => smallStoreLaws(database));
});

function ledger(database: Database): Promise<DeliveryStoreUnderTest> {
  const { journal, deliveries } = createStores(database);
  return Promise.resolve({
    store: deliveries,
    async add(event) {
      await journal.commit(sampleBatch({ events: [event] }));
    },
    async now() {
      const [row] = await database.query<{ now: EpochMs }>('select now() as now');
      return row!.now;
    },
    pass: (ms) => sleep(ms),
    async age(ms) {
      await database.query(`update deliveries set created_at = created_at - $1::float8 * interval '1 ms'`, [
        ms,
      ]);
    },
    async silence(owner, ms) {
      await database.query(
        `update dispatchers set seen_at = seen_at - $2::float8 * interval '1 ms' where id = $1::uuid`,
        [owner, ms],
      );
    },
    // The next law finds the tables empty.
    close: () => Promise.resolve(),
  });
}
