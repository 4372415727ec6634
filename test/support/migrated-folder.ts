/** Makes a migrated embedded database in the data folder that is its argument. */
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';

const database = await openDatabase({ kind: 'embedded', folder: process.argv[2] ?? '' });
await migrate(database);
await database.close();
