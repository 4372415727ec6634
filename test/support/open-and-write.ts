/** A whole program for the bundle test: opens, migrates, commits a batch, reads it back, closes. Argument: data folder. */
import { createStores } from '../../src/storage/create-stores.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { placedTicks, sampleBatch } from './samples.ts';

const database = await openDatabase({ kind: 'embedded', folder: process.argv[2] ?? '' });
await migrate(database);
const { journal } = createStores(database);
await journal.commit(sampleBatch({ ticks: placedTicks(1, 3), seq: 3 }));
process.stdout.write(JSON.stringify(await journal.position()));
await database.close();
