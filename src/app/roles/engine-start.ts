/**
 * An engine at a place of the log, from the best state there is: its own checkpoint; one of a shard that contains it, less the alerts of
 * others; the beginning of the log where no engine has evaluated any of its alerts, so that what happened to one that was armed before the
 * first engine ran is not lost; otherwise the recorder's candles, followed up to the end of the log, where all its alerts are armed. Only one
 * process at a time makes such a cold start of a shard, and leaves a checkpoint: two that armed at different places would number firings
 * differently. What belongs to a market before serves for nothing: its states are passed over, and the beginning of its log is not this one's.
 */
import type { AlertId } from '../../alerts/alert.ts';
import { Engine } from '../../alerts/engine.ts';
import type { TakePart } from '../../alerts/ports.ts';
import type { FeedTraits } from '../../alerts/tick-log.ts';
import type { DurationMs, EpochMs } from '../../kernel/units.ts';
import { marketBeganAfter } from '../../storage/wipe-market.ts';
import { coldEngine } from '../cold-engine.ts';
import { conditionsOf } from '../conditions-of.ts';
import { RecentHistory } from '../recent-history.ts';
import { checkpointParts, restoreCheckpoint } from '../restore-checkpoint.ts';
import { standingHistory } from '../warm-up.ts';
import { KeptLease } from './kept-lease.ts';
import { LogFollower } from './log-follower.ts';
import { pause } from './role.ts';
import type { RoleContext } from './role-context.ts';
import { contains, inShard, overlaps, parseShard, type Shard, shardName } from './shard.ts';

export const RECORD_CHECKPOINT = 'record';
const ENGINE_PREFIX = 'engine ';
const EMBEDDED = 'of the embedded product';
/** Renewed as long as it takes: a million alerts are not armed in a minute. */
const COLD_START_MS = 15_000 as DurationMs;
const RENEW_MS = 2_000;
const WAIT_MS = 500;

export interface StartedEngine {
  readonly engine: Engine;
  readonly seq: number;
}

export const checkpointName = (shard: Shard): string => ENGINE_PREFIX + shardName(shard);
/** Null for the checkpoint of another follower. */
const shardOf = (name: string): Shard | null =>
  name.startsWith(ENGINE_PREFIX) ? parseShard(name.slice(ENGINE_PREFIX.length)) : null;

/** With every alert of the shard as the log has it. */
export async function startShard(
  context: RoleContext,
  { shard, traits, saves }: { readonly shard: Shard; readonly traits: FeedTraits; readonly saves: boolean },
  signal: AbortSignal,
): Promise<StartedEngine | null> {
  const { leases, holder, clock } = context;
  const name = checkpointName(shard);
  while (!signal.aborted) {
    const found = await fromCheckpoint(context, shard, traits);
    if (found !== null) return found;
    if (!saves) return startWithout(context, { shard, traits }, signal);
    const info = { status: null, traits: null, toldAt: clock.now(), address: null };
    const wanted = { name: `start ${name}`, holder, forMs: COLD_START_MS, above: 0, info };
    const lease = await leases.acquire(wanted);
    if (lease === null) await pause(WAIT_MS, signal);
    else {
      const kept = new KeptLease({
        ...{ leases, lease, log: context.log, forMs: COLD_START_MS, renewMs: RENEW_MS },
        info: () => info,
      });
      try {
        const started = await startAlone(context, { shard, traits, kept }, signal);
        if (started !== null) return started;
      } finally {
        await kept.release();
      }
    }
  }
  return null;
}

/** Leaves a checkpoint, from which the others start. Null when aborted, or when the lease went to another one: that one's counts. */
async function startAlone(
  context: RoleContext,
  { shard, traits, kept }: { readonly shard: Shard; readonly traits: FeedTraits; readonly kept: KeptLease },
  signal: AbortSignal,
): Promise<StartedEngine | null> {
  // Between the look for a checkpoint and the lease another one may have left it.
  const found = await fromCheckpoint(context, shard, traits);
  if (found !== null) return found;
  const started = await startWithout(context, { shard, traits }, signal);
  await kept.renew();
  if (started === null || kept.lost.aborted) return null;
  const state = { seq: started.seq, parts: checkpointParts(started.engine) };
  await context.stores.checkpoints.save(checkpointName(shard), state);
  return started;
}

/** Candles only. */
export async function startRecorder(context: RoleContext, traits: FeedTraits): Promise<StartedEngine> {
  const { stores, instruments } = context;
  const options = { instruments, simulated: traits.simulated };
  const beganAfter = await marketBeganAfter(context.database);
  const restored =
    (await restoreCheckpoint(own(stores, RECORD_CHECKPOINT, beganAfter), options, RECORD_CHECKPOINT)) ??
    (await restoreCheckpoint(embedded(stores, beganAfter), options, EMBEDDED));
  if (restored?.engine !== undefined && restored.engine !== null) {
    const { engine, seq } = restored;
    const alerts = [...engine.armed()].map(([id]) => id);
    return { engine: without(engine, alerts), seq };
  }
  const engine = new Engine(options);
  const { seq } = await stores.journal.position();
  for (const entry of await standingHistory(traits.instruments, stores.history, await lastPriceAt(context)))
    engine.step(entry);
  return { engine, seq: Math.max(seq, beganAfter) };
}

async function fromCheckpoint(
  context: RoleContext,
  shard: Shard,
  { simulated }: FeedTraits,
): Promise<StartedEngine | null> {
  const { instruments, log, stores } = context;
  const options = { instruments, simulated };
  let found: { readonly name: string; readonly engine: Engine | null; readonly seq: number } | null = null;
  for (const { name, load } of await candidates(context, shard)) {
    const restored = await restoreCheckpoint(load, options, name);
    found = restored === null ? null : { name, ...restored };
    if (found !== null) break;
  }
  if (found === null) return null;
  const { name, engine, seq } = found;
  if (engine === null) {
    log.warn({ name, seq }, 'the checkpoint is of an older version and is not used');
    return null;
  }
  if (name === checkpointName(shard)) return { engine, seq };
  return { engine: without(engine, await foreignTo(shard, engine, stores)), seq };
}

/** Alerts of the engine that another shard evaluates; those that are gone meanwhile by their id alone. */
async function foreignTo(
  shard: Shard,
  engine: Engine,
  { alerts }: RoleContext['stores'],
): Promise<readonly AlertId[]> {
  const unknown = new Map(engine.armed());
  const foreign: AlertId[] = [];
  for await (const page of alerts.all())
    for (const { alert } of page)
      if (unknown.delete(alert.id) && !inShard(alert, shard)) foreign.push(alert.id);
  for (const id of unknown.keys()) if (!inShard({ id, arms: [], standby: false }, shard)) foreign.push(id);
  return foreign;
}

interface Candidate {
  readonly name: string;
  readonly load: (take: TakePart) => Promise<number | null>;
}

/** Its own, or else the newest of a shard that contains it; the embedded product's contains all. */
async function candidates({ stores, database }: RoleContext, shard: Shard): Promise<readonly Candidate[]> {
  const beganAfter = await marketBeganAfter(database);
  const wider = (await stores.checkpoints.names())
    .filter(({ name }) => {
      const outer = shardOf(name);
      return outer !== null && contains(outer, shard);
    })
    .sort((a, b) => b.seq - a.seq)
    .slice(0, 1);
  return [
    ...[checkpointName(shard), ...wider.map(({ name }) => name)].map((name) => ({
      name,
      load: own(stores, name, beganAfter),
    })),
    { name: EMBEDDED, load: embedded(stores, beganAfter) },
  ];
}

function own({ checkpoints }: RoleContext['stores'], name: string, beganAfter: number): Candidate['load'] {
  return notBefore(beganAfter, (take) => checkpoints.load(name, take));
}

function embedded({ journal }: RoleContext['stores'], beganAfter: number): Candidate['load'] {
  return notBefore(beganAfter, (take) => journal.loadCheckpoint(take));
}

/** Null for a state at an earlier place: an engine of the market before may have written it after everything was wiped. */
function notBefore(place: number, load: Candidate['load']): Candidate['load'] {
  return async (take) => {
    let isBefore = false;
    const seq = await load((text, at) => {
      isBefore = at < place;
      return !isBefore && take(text, at);
    });
    return isBefore ? null : seq;
  };
}

function without(engine: Engine, alerts: readonly AlertId[]): Engine {
  const at = engine.marketTime ?? (0 as EpochMs);
  for (const alert of alerts) engine.step({ type: 'disarm', alert, at });
  return engine;
}

/** Without a checkpoint that serves. */
async function startWithout(
  context: RoleContext,
  { shard, traits }: { readonly shard: Shard; readonly traits: FeedTraits },
  signal: AbortSignal,
): Promise<StartedEngine | null> {
  const name = checkpointName(shard);
  if (!(await wasEvaluated(context, shard))) {
    context.log.info({ name }, 'no engine has run: this one begins at the beginning of the log');
    return atBeginning(context, traits);
  }
  context.log.info({ name }, 'no checkpoint that serves: the alerts are armed at the end of the log');
  return coldStart(context, { shard, traits }, signal);
}

/** Whether there is a checkpoint, of whatever version, with alerts of the shard, or was one in the market before. */
async function wasEvaluated({ stores, database }: RoleContext, shard: Shard): Promise<boolean> {
  if ((await marketBeganAfter(database)) > 0) return true;
  const shards = (await stores.checkpoints.names()).map(({ name }) => shardOf(name));
  if (shards.some((other) => other !== null && overlaps(other, shard))) return true;
  return (await stores.journal.loadCheckpoint(() => false)) !== null;
}

/** Before the first entry, with what candles there were. */
async function atBeginning(context: RoleContext, traits: FeedTraits): Promise<StartedEngine> {
  const { stores, instruments } = context;
  const engine = new Engine({ instruments, simulated: traits.simulated });
  for (const entry of await standingHistory(traits.instruments, stores.history, await beganAt(context)))
    engine.step(entry);
  return { engine, seq: 0 };
}

async function beganAt({ stores, tickLog }: RoleContext): Promise<EpochMs> {
  for await (const { entry } of stores.journal.entriesAfter(0))
    return entry.type === 'tick' ? entry.tick.at : entry.at;
  const [first] = await tickLog.read(0, { limit: 1, waitMs: 0 });
  return first?.entry.type === 'lead' ? first.entry.at : (0 as EpochMs);
}

async function coldStart(
  context: RoleContext,
  { shard, traits }: { readonly shard: Shard; readonly traits: FeedTraits },
  signal: AbortSignal,
): Promise<StartedEngine | null> {
  const { stores, tickLog, instruments, clock } = context;
  const [{ last }, { seq: recorded }] = await Promise.all([tickLog.ends(), stores.journal.position()]);
  const base = await startRecorder(context, traits);
  const seq = await followTo(Math.max(last, recorded), base, context, signal);
  if (seq === null) return null;
  const options = { instruments, simulated: traits.simulated };
  const engine = coldEngine(base.engine, await stores.events.firingCounts(seq), options);
  const check = conditionsOf(instruments);
  const at = engine.marketTime ?? (0 as EpochMs);
  const until = engine.marketTime ?? (Number.MAX_SAFE_INTEGER as EpochMs);
  const recent = new RecentHistory(stores.history, clock);
  for await (const page of stores.alerts.all()) {
    const armed = page.filter(({ alert, status }) => status === 'armed' && inShard(alert, shard));
    const conditions = armed.flatMap(({ alert }) => check(alert));
    for (const entry of await recent.before(until, conditions)) engine.step(entry);
    for (const { alert } of armed) engine.step({ type: 'arm', alert, at });
  }
  return { engine, seq };
}

/** Brings the engine up to a place, without alerts. Null when aborted. */
async function followTo(
  target: number,
  { engine, seq }: StartedEngine,
  { tickLog, stores, clock, log }: RoleContext,
  signal: AbortSignal,
): Promise<number | null> {
  if (seq >= target) return seq;
  const follower = new LogFollower({
    log: tickLog,
    recorded: stores.journal,
    seq,
    clock,
    onEntry: ({ entry }) => {
      if (entry.type === 'tick' || entry.type === 'beat') engine.step(entry);
    },
    onFilled: () => undefined,
    onFault: (error) => log.warn({ err: error }, 'the log cannot be read; it is tried again'),
  });
  await follower.run(signal, target);
  return signal.aborted ? null : follower.seq;
}

async function lastPriceAt({ stores }: RoleContext): Promise<EpochMs> {
  const quotes = await stores.history.lastQuotes();
  return Math.max(0, ...quotes.map(({ at }) => at)) as EpochMs;
}
