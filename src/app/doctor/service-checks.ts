/** What the product's tables say of its work: prices that come, deliveries that go, processes that live. Ages are by the database's clock. */
import type { EpochMs } from '../../kernel/units.ts';
import { isMarketOpen } from '../../market/fx-time.ts';
import { createStores } from '../../storage/create-stores.ts';
import type { Database } from '../../storage/database.ts';
import { idleShards, idleText } from '../roles/idle-shards.ts';
import { FEED_LEASE } from '../roles/role-context.ts';
import { fail, type Finding, ok, unseen, warn } from './finding.ts';

const SILENT_MS = 180_000;
const LATE_MS = 60_000;
/** A dispatcher beats every few seconds. */
const DISPATCHER_MS = 60_000;

/** False before the first migration: then there is nothing else to ask. */
export async function hasSchema(database: Database): Promise<boolean> {
  const rows = await database.query<{ there: boolean }>(
    "select to_regclass('dispatchers') is not null and to_regclass('leases') is not null as there",
  );
  return rows[0]?.there === true;
}

/** Of the instrument that spoke last. */
export async function lastPrice(database: Database): Promise<Finding> {
  const check = 'prices';
  const rows = await database.query<{ now: EpochMs }>('select clock_timestamp() as now');
  const now = rows[0]?.now ?? (NaN as EpochMs);
  const quotes = await createStores(database).history.lastQuotes();
  const at = quotes.reduce<number | null>((newest, quote) => Math.max(newest ?? quote.at, quote.at), null);
  const names = quotes.filter((quote) => quote.at === at).map(({ instrument }) => instrument);
  const seen =
    at === null
      ? 'no price was ever recorded'
      : `the last price, of ${names.join(', ')}, is ${((now - at) / 1_000).toFixed(0)} s old`;
  if (at !== null && now - at < SILENT_MS) return ok(check, seen);
  if (!isMarketOpen(now)) return ok(check, `${seen}; the market is closed`);
  return fail({ check, seen, why: 'no alert can fire', help: 'docs/runbooks/no-ticks.md' });
}

export async function deliveries(database: Database): Promise<readonly Finding[]> {
  const rows = await database.query<{ waited: number | null; dead: number; dispatchers: number }>(
    `select (select extract(epoch from now() - min(due_at))::float8 * 1000 from deliveries
             where status = 'pending' and due_at <= now()) as waited,
            (select coalesce(sum(count), 0)::int8 from delivery_counts where status = 'dead') as dead,
            (select count(*)::int from dispatchers where seen_at > now() - $1::float8 * interval '1 ms') as dispatchers`,
    [DISPATCHER_MS],
  );
  const { waited, dead, dispatchers } = rows[0] ?? { waited: null, dead: 0, dispatchers: 0 };
  return [waiting(waited, dispatchers), deadLetters(dead)];
}

function waiting(waitedMs: number | null, dispatchers: number): Finding {
  const check = 'deliveries';
  const running = `${dispatchers} ${dispatchers === 1 ? 'dispatcher lives' : 'dispatchers live'}`;
  if (waitedMs === null) return ok(check, `none waits; ${running}`);
  const seen = `the oldest that is due has waited ${(waitedMs / 1_000).toFixed(0)} s; ${running}`;
  if (waitedMs < LATE_MS) return ok(check, seen);
  const why = dispatchers === 0 ? 'nobody sends: traders are not told' : 'traders hear of their alerts late';
  return fail({ check, seen, why, help: 'docs/runbooks/deliveries-late.md' });
}

function deadLetters(dead: number): Finding {
  const check = 'dead letters';
  if (dead === 0) return ok(check, 'no delivery was given up');
  return warn({
    check,
    seen: `${dead} ${dead === 1 ? 'delivery was' : 'deliveries were'} given up`,
    why: 'a trader was not told; each has its reason',
    help: 'fxalert deliveries list --status dead; docs/runbooks/dead-letters.md',
  });
}

/** Whether every shard has an engine, where engines are processes of their own. */
export async function engines(database: Database): Promise<Finding> {
  const check = 'engines';
  const rows = await database.query('select from leases where name = $1 and until > now()', [FEED_LEASE]);
  if (rows.length === 0)
    return unseen(check, 'no feed leads', 'engines follow one that is a process of its own');
  const idle = await idleShards(database);
  if (idle.length === 0) return ok(check, 'every shard has one');
  const why = 'these alerts do not fire until one is back, and then late';
  return fail({ check, seen: idleText(idle), why, help: 'docs/runbooks/shard-without-engine.md' });
}

/** Who has which part, where they are processes of their own; the embedded product needs no lease. */
export async function leases(database: Database): Promise<Finding> {
  const check = 'leases';
  const rows = await database.query<{ name: string; holder: string; gone: number }>(
    // A lease to start something is held only while it starts.
    `select name, holder, extract(epoch from now() - until)::float8 * 1000 as gone from leases
     where name not like 'start %' order by name`,
  );
  if (rows.length === 0) return unseen(check, 'no role has run here', 'they are seen with worker processes');
  const free = rows.filter(({ gone }) => gone > 0);
  if (free.length === 0)
    return ok(check, rows.map(({ name, holder }) => `${name} is held by ${holder}`).join(', '));
  const trouble = {
    check,
    seen: free
      .map(
        ({ name, holder, gone }) =>
          `${name}: nobody since ${(gone / 1_000).toFixed(0)} s, ${holder} was last`,
      )
      .join(', '),
    why: 'what the lease stands for is not done by any process',
    help: 'docker-compose -f docker-compose.prod.yml ps worker; restart worker. A shard that was removed on purpose may stay so',
  };
  return free.some(({ name }) => name === FEED_LEASE) ? fail(trouble) : warn(trouble);
}
