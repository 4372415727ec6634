/**
 * The statements of every day on a million rows of history, by their plans: which indexes they use and how many pages they touch.
 * Pages, not milliseconds: they are the same on every machine.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLAIM, CLAIM_GROUP, BEAT, CHANNELS_WITH_GROUPS } from '../../src/storage/delivery-claims.ts';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database, SqlValue } from '../../src/storage/database.ts';
import { openCopy } from '../support/database-copies.ts';
import type { TestDatabase } from '../support/databases.ts';

const ROWS = 1_000_000;
const OWNER = '11111111-1111-4111-8111-111111111111';
const LEASE = '22222222-2222-4222-8222-222222222222';

let postgres: TestDatabase;
const database = (): Database => postgres.database;

beforeAll(async () => {
  postgres = await openCopy('postgres');
  await fill(database());
}, 600_000);
afterAll(() => postgres.dispose());

/** A million sent, of 50 channels; 3,000 dead; 5,000 open, nearly all to one channel; a million alerts. */
async function fill(db: Database): Promise<void> {
  await db.transaction(async (sql) => {
    await sql.script('set local statement_timeout = 0; set local session_replication_role = replica');
    // Built when the rows are there: row by row they are half of the work.
    const indexes = await sql.query<{ name: string; definition: string }>(`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid in ('events'::regclass, 'deliveries'::regclass, 'alerts'::regclass) and not indisunique`);
    await sql.script(indexes.map(({ name }) => `drop index ${name};`).join(''));
    await sql.script(
      `
      insert into events (key, alert, revision, name, instrument, kind, at, operands, severity, channels, tags, condition, simulated, late)
      select 'a' || i % 20000 || ':1:' || i, 'a' || i % 20000, 1, 'n', 'EURUSD', 'fired', now() - (${ROWS} - i) * interval '1 s',
        '{}', 'low', '{desk}', '{}', 'bid > 1', false, false
      from generate_series(1, ${ROWS}) as i;
      insert into deliveries (event_id, alert, channel, idempotency_key, status, created_at, due_at, sent_at)
      select i, 'a' || i % 20000, case when i > ${ROWS} - 4900 then 'busy' else 'c' || i % 50 end, 'msg_' || i,
        case when i > ${ROWS} - 5000 then 'pending' when i % 333 = 0 then 'dead' else 'sent' end,
        now() - (${ROWS} - i) * interval '1 s', now() - (${ROWS} - i) * interval '1 s', now()
      from generate_series(1, ${ROWS}) as i;
      insert into delivery_counts (status, shard, count) select status, 0, count(*) from deliveries group by status;
      insert into alerts (id, revision, name, status, instruments, definition, search, edit_seq, created_at)
      select 'a' || i, 1, 'n', case when i % 10 = 0 then 'paused' else 'armed' end, '{EURUSD}', '{}', 'a' || i, i,
        now() - (${ROWS} - i) * interval '1 s'
      from generate_series(1, ${ROWS}) as i;
      insert into dispatchers (id, seen_at) values ('${OWNER}', now());
      ${indexes.map(({ definition }) => definition).join(';')}`,
      { answerMs: 600_000 },
    );
  });
  for (const table of ['events', 'deliveries', 'alerts'])
    await db.transaction((sql) =>
      sql.script(`set local statement_timeout = 0; analyze ${table}`, { answerMs: 600_000 }),
    );
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** Runs it and takes it back. */
async function planOf(text: string, values: readonly SqlValue[]) {
  const undo = new Error('taken back');
  let plan: Plan | undefined;
  await database()
    .transaction(async (sql) => {
      const rows = await sql.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        `explain (analyze, buffers, format json) ${text}`,
        values,
      );
      plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  if (plan === undefined) throw new Error('no plan');
  const scans: string[] = [];
  const look = (node: Plan): void => {
    if (node['Node Type'] === 'Seq Scan') scans.push(node['Relation Name'] ?? '?');
    node.Plans?.forEach(look);
  };
  look(plan);
  const large = scans.filter((table) => ['deliveries', 'events', 'alerts', 'attempts'].includes(table));
  return { scans: large, pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] };
}

/** Text and values of what a store asks, instead of asking it. */
async function asked(work: (stores: ReturnType<typeof createStores>) => Promise<unknown>) {
  let statement: { text: string; values: readonly SqlValue[] } | null = null;
  const recorder = {
    kind: 'postgres' as const,
    query: (text: string, values: readonly SqlValue[] = []) => {
      statement ??= { text, values };
      return Promise.resolve([]);
    },
    script: () => Promise.resolve(),
    transaction: () => Promise.reject(new Error('no transaction here')),
    connections: () => null,
    close: () => Promise.resolve(),
  };
  await work(createStores(recorder));
  if (statement === null) throw new Error('nothing was asked');
  return statement as { text: string; values: readonly SqlValue[] };
}

describe('on a million deliveries', () => {
  test('a claim touches what it takes, not the history and not the queue of another channel', async () => {
    const plan = await planOf(CLAIM, [32, 60_000, LEASE, OWNER, ['busy'], [16]]);
    expect(plan.scans).toEqual([]);
    expect(plan.pages).toBeLessThan(6_000);
    const withoutBusy = await planOf(CLAIM, [32, 60_000, LEASE, OWNER, ['busy'], [0]]);
    expect(withoutBusy.scans).toEqual([]);
    expect(withoutBusy.pages).toBeLessThan(6_000);
  });

  test('a claim of nothing costs a few pages', async () => {
    const plan = await planOf(CLAIM, [32, 60_000, LEASE, LEASE, [], []]);
    expect(plan.scans).toEqual([]);
    expect(plan.pages).toBeLessThan(1_000);
  });

  test('a group is formed from the open ones of its channel', async () => {
    const plan = await planOf(CLAIM_GROUP, [30, 60_000, LEASE, OWNER, 'busy', true]);
    expect(plan.scans).toEqual([]);
    expect(plan.pages).toBeLessThan(8_000);
  });

  test.each([
    ['the heartbeat', BEAT, [OWNER], 200],
    ['the look for groups', CHANNELS_WITH_GROUPS, [['busy', 'c1']], 50],
  ] as const)('%s reads no history', async (_name, text, values, most) => {
    const plan = await planOf(text, values);
    expect(plan.scans).toEqual([]);
    expect(plan.pages).toBeLessThan(most);
  });

  test.each([
    ['the next due one', (s) => s.deliveries.nextDueInMs(), 100],
    ['the counts', (s) => s.deliveries.counts(), 50],
    ['the newest', (s) => s.deliveries.list({ limit: 50 }), 200],
    ['dead letters', (s) => s.deliveries.list({ limit: 50, status: 'dead' }), 200],
    ['the history of a channel', (s) => s.deliveries.list({ limit: 50, channel: 'c7' }), 200],
    ['the newest events', (s) => s.events.list({ limit: 50 }), 200],
    ['the events of an alert', (s) => s.events.list({ limit: 50, alert: 'a77' }), 300],
    ['the newest alerts', (s) => s.alerts.list({ limit: 50 }), 200],
    ['paused alerts', (s) => s.alerts.list({ limit: 50, status: 'paused' }), 300],
    ['one alert', (s) => s.alerts.get('a77'), 20],
  ] as [string, (stores: ReturnType<typeof createStores>) => Promise<unknown>, number][])(
    '%s: a page is read from an index',
    async (_name, work, most) => {
      const { text, values } = await asked(work);
      const plan = await planOf(text, values);
      expect(plan.scans).toEqual([]);
      expect(plan.pages).toBeLessThan(most);
    },
  );
});
