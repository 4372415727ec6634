/** From what is durable to a running engine; and from what users asked for to what the engine holds. */
import type { Logger } from 'pino';
import { Engine } from '../alerts/engine.ts';
import type { Alert } from '../alerts/alert.ts';
import type { LogEntry } from '../alerts/log-entry.ts';
import type { AlertStore, EventLog, Journal, MarketHistory } from '../alerts/ports.ts';
import type { CheckedCondition } from '../conditions/resolved.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import { coldEngine } from './cold-engine.ts';
import { conditionsOf } from './conditions-of.ts';
import type { Pipeline } from './pipeline.ts';
import { RecentHistory } from './recent-history.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { standingHistory } from './warm-up.ts';

interface RestoreOptions {
  readonly journal: Journal;
  readonly history: MarketHistory;
  readonly events: EventLog;
  readonly instruments: InstrumentTable;
  readonly simulated: boolean;
  /** The log has nothing of this market up to this place. */
  readonly beganAfter: number;
  readonly log: Logger;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

export interface Restored {
  readonly engine: Engine;
  /** Last number of the log. */
  readonly seq: number;
  /** Nothing was recorded of this market before. */
  readonly isNew: boolean;
  /** Its checkpoint and the log say all there is to say. */
  readonly isFromCheckpoint: boolean;
}

export async function restoreEngine(options: RestoreOptions): Promise<Restored> {
  const { journal, history, events, instruments, simulated, beganAfter, log, clock } = options;
  const { seq } = await journal.position();
  const engineOptions = { instruments, simulated };
  const checkpoint = await restoreCheckpoint(
    (take) => journal.loadCheckpoint(take),
    engineOptions,
    'of the engine',
  );
  const isOlder = checkpoint?.engine === null;
  const market = new Engine(engineOptions);
  if (isOlder) {
    log.warn({ seq }, 'the checkpoint is of an older version: alerts are armed at the end of the log');
    const until = Math.max(0, ...(await history.lastQuotes()).map(({ at }) => at)) as EpochMs;
    const all = [...instruments.values()].map(({ id }) => id);
    for (const entry of await standingHistory(all, history, until)) market.step(entry);
  }
  const from = isOlder ? seq : (checkpoint?.seq ?? beganAfter);
  const engine = checkpoint?.engine ?? coldEngine(market, await events.firingCounts(from), engineOptions);
  const entries = journal.entriesAfter(from);
  const check = conditionsOf(instruments);
  const recent = new RecentHistory(history, clock);
  const steps = await follow(engine, entries, ({ alert, at }) => recent.before(at, check(alert)));
  if (seq > 0) log.info({ seq, count: steps }, 'engine restored: checkpoint and the log after it');
  return {
    ...{ engine, seq },
    isNew: checkpoint === null && seq <= beganAfter,
    isFromCheckpoint: checkpoint !== null && !isOlder,
  };
}

/** Steps the engine through what was recorded after its checkpoint. Events come out again under the same keys: recorded already. */
async function follow(
  engine: Engine,
  entries: ReturnType<Journal['entriesAfter']>,
  historyOf: (entry: Extract<LogEntry, { readonly type: 'arm' }>) => Promise<readonly LogEntry[]>,
): Promise<number> {
  let steps = 0;
  for await (const { entry } of entries) {
    if (entry.type === 'arm') for (const past of await historyOf(entry)) engine.step(past);
    engine.step(entry);
    steps += 1;
  }
  return steps;
}

interface SettleOptions {
  readonly pipeline: Pipeline;
  readonly alerts: AlertStore;
  readonly history: MarketHistory;
  readonly checkAlert: (alert: Alert) => readonly CheckedCondition[];
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/**
 * The alerts as the database has them: edits made while another market was on are taken over. Returns how many entries that took; a
 * checkpoint must follow them, because they are in no log.
 */
export async function settleAlerts({
  pipeline,
  alerts,
  history,
  checkAlert,
  clock,
}: SettleOptions): Promise<number> {
  const { engine } = pipeline;
  const at = engine.marketTime ?? (0 as EpochMs);
  const recent = new RecentHistory(history, clock);
  const held = new Map(engine.armed());
  let entries = 0;
  const append = (entry: LogEntry): void => {
    pipeline.append(entry);
    entries += 1;
  };
  for await (const page of alerts.all()) {
    const armed = page.filter(({ status }) => status === 'armed').map(({ alert }) => alert);
    const missing = armed.filter(({ id, revision }) => held.get(id) !== revision);
    const until = engine.marketTime ?? (Number.MAX_SAFE_INTEGER as EpochMs);
    for (const entry of await recent.before(until, missing.flatMap(checkAlert))) append(entry);
    for (const alert of missing) append({ type: 'arm', alert, at });
    for (const { id } of armed) held.delete(id);
  }
  for (const id of held.keys()) append({ type: 'disarm', alert: id, at });
  return entries;
}
