/** One list of laws for each store, over the embedded database and over a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { empty, KINDS, openMigrated, type TestDatabase } from '../support/databases.ts';
import { journalLaws } from '../laws/journal.ts';

describe.each(KINDS)('%s', (kind) => {
  let test: TestDatabase;
  const database = () => test.database;
  beforeAll(async () => {
    test = await openMigrated(kind);
  });
  afterAll(() => test.dispose());
  beforeEach(() => empty(database()));

  describe('journal', () => journalLaws(database));
});
