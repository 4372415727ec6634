/** One list of laws for each store, over the embedded database and over a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { empty, KINDS, openMigrated, type TestDatabase } from '../support/databases.ts';
import { alertStoreLaws } from '../laws/alert-store.ts';
import { deliveryStoreLaws } from '../laws/delivery-store.ts';
import { eventLogLaws } from '../laws/event-log.ts';
import { journalLaws } from '../laws/journal.ts';
import { marketHistoryLaws } from '../laws/market-history.ts';
import { smallStoreLaws } from '../laws/small-stores.ts';

describe.each(KINDS)('%s', (kind) => {
  let test: TestDatabase;
  const database = () => test.database;
  beforeAll(async () => {
    test = await openMigrated(kind);
  });
  afterAll(() => test.dispose());
  beforeEach(() => empty(database()));

  describe('journal', () => journalLaws(database));
  describe('alerts', () => alertStoreLaws(database));
  describe('events', () => eventLogLaws(database));
  describe('deliveries', () => deliveryStoreLaws(database));
  describe('market history', () => marketHistoryLaws(database));
  describe('other stores', () => smallStoreLaws(database));
});
