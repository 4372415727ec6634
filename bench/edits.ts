/**
 * Alerts written by the thousand: `npx tsx bench/edits.ts [alerts]`, on the embedded database in a temporary folder. Committed in batches, as
 * the pipeline does when edits come faster than the database takes them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '../src/kernel/units.ts';
import { createStores } from '../src/storage/create-stores.ts';
import { migrate } from '../src/storage/migrate.ts';
import { openDatabase } from '../src/storage/open-database.ts';
import { sampleBatch } from '../test/support/samples.ts';
import { FIELD_FROM, fieldAlerts } from './field.ts';
import { count, report } from './measure.ts';

const ALERTS = Number(process.argv[2] ?? 100_000);
const IN_BATCH = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'fxalert-bench-'));
try {
  const database = await openDatabase({ kind: 'embedded', folder });
  await migrate(database);
  const { journal } = createStores(database);
  const alerts = [...fieldAlerts({ count: ALERTS, instruments: 60, timeframes: ['M1', 'H1'] })];
  const started = performance.now();
  for (let seq = 0; seq < ALERTS; seq += IN_BATCH) {
    const edits = alerts.slice(seq, seq + IN_BATCH).map((alert, i) => {
      return { type: 'save', seq: seq + i + 1, at: epochMs(FIELD_FROM), alert, status: 'armed' } as const;
    });
    await journal.commit(sampleBatch({ edits, seq: seq + IN_BATCH }));
  }
  const ms = performance.now() - started;
  report({
    what: `${count(ALERTS)} alerts written to the embedded database (wall time)`,
    goal: '≤ 30 s',
    figure: `${(ms / 1_000).toFixed(1)} s, ${((ms * 1_000) / ALERTS).toFixed(0)} µs each`,
    isMet: ms <= 30_000,
  });
  await database.close();
} finally {
  rmSync(folder, { recursive: true });
}
