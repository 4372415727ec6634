/**
 * A process that commits batches as fast as it can until it is killed. Arguments: data folder. Says a line for every batch that was
 * acknowledged: its place in the log. Each batch has 20 ticks and an event.
 */
import { createStores } from '../../src/storage/create-stores.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { openDatabase } from '../../src/storage/open-database.ts';
import { placedTicks, sampleBatch, sampleEvent } from './samples.ts';

const BATCH = 20;

const database = await openDatabase({ kind: 'embedded', folder: process.argv[2] ?? '' });
await migrate(database);
const { journal } = createStores(database);
for (let { seq } = await journal.position(); ;) {
  const ticks = placedTicks(seq + 1, BATCH);
  seq += BATCH;
  const events = [sampleEvent({ key: `a1:1:${seq / BATCH}`, channels: ['desk', 'phone'] })];
  await journal.commit(sampleBatch({ ticks, events, seq, feedPosition: `line ${seq}` }));
  process.stdout.write(`${seq}\n`);
}
