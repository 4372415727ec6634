/**
 * `GET /alerts` at 200 requests a second with a million alerts stored: `npx tsx bench/api-alerts.ts [--alerts 1000000] [--seconds 10] [--connections 2]`
 *
 * The real routes and stores on a private PostgreSQL; beside it, in the same run, the same requests with a thousand alerts, so that the
 * ratio says what the size costs. Filled by SQL. The client is autocannon at a fixed rate.
 */
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { createStores } from '../src/storage/create-stores.ts';
import type { Database } from '../src/storage/database.ts';
import { createLog } from '../src/telemetry/log.ts';
import { testServer } from '../test/support/api-server.ts';
import { openMigrated } from '../test/support/databases.ts';
import { sampleAlert } from '../test/support/samples.ts';
import { report } from './measure.ts';

const { values: flags } = parseArgs({
  options: {
    alerts: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '2' },
  },
});
const RATE = 200;
const QUERIES = ['/alerts?limit=50', '/alerts?limit=50&status=paused', '/alerts?limit=50&instrument=EURUSD'];

async function fill(database: Database, count: number): Promise<void> {
  const definition = JSON.stringify(sampleAlert()).replaceAll("'", "''");
  await database.transaction(async (sql) => {
    await sql.script(
      `set local statement_timeout = 0;
       truncate alerts;
       insert into alerts (id, revision, name, status, instruments, definition, search, edit_seq, created_at)
       select 'a' || i, 1, 'n', case when i % 10 = 0 then 'paused' else 'armed' end, '{EURUSD}',
         '${definition}'::jsonb || jsonb_build_object('id', 'a' || i), 'a' || i, i, now() - (${count} - i) * interval '1 s'
       from generate_series(1, ${count}) as i;
       analyze alerts`,
      { answerMs: 600_000 },
    );
  });
}

async function measure(url: string, key: string): Promise<autocannon.Result> {
  return autocannon({
    url,
    // They send at the same instant, so that of ten the last would wait for the answers to nine: that would be the time of a burst.
    connections: Number(flags.connections),
    // A thread of its own: what the client does with the answers is not the server's time.
    workers: 1,
    overallRate: RATE,
    duration: Number(flags.seconds),
    headers: { authorization: `Bearer ${key}` },
    requests: QUERIES.map((path) => ({ method: 'GET', path: `/api/v1${path}` })),
  });
}

const postgres = await openMigrated('postgres');
const { app, key } = testServer(
  { log: createLog({ level: 'warn', pretty: false, role: 'api', destination: process.stderr }) },
  { alerts: createStores(postgres.database).alerts },
);
try {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const p99: number[] = [];
  for (const count of [1_000, Number(flags.alerts)]) {
    await fill(postgres.database, count);
    const { latency, requests, non2xx, errors } = await measure(url, key);
    p99.push(latency.p99);
    console.error(
      `${count.toLocaleString('en')} alerts: p50 ${latency.p50} ms, p99 ${latency.p99} ms at ${requests.average.toFixed(0)}/s, ` +
        `${non2xx + errors} failed`,
    );
  }
  const [small = NaN, large = NaN] = p99;
  report({
    what: `GET /alerts at ${RATE}/s with ${Number(flags.alerts).toLocaleString('en')} alerts stored`,
    goal: 'p99 ≤ 20 ms',
    figure: `p99 ${large} ms, ${(large / Math.max(1, small)).toFixed(2)} times that of 1,000 alerts`,
    isMet: large <= 20,
  });
} finally {
  await app.close();
  await postgres.dispose();
}
