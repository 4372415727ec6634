/**
 * Shards that no engine evaluates, as the checkpoints tell: an engine takes up its shard's when it begins and writes it every
 * CHECKPOINT_MS, so one that is old and behind what is recorded has nobody. How many shards there are follows from the newest of them:
 * others were there before a change of the number.
 */
import type { Database } from '../../storage/database.ts';
import { checkpointName } from './engine-start.ts';
import { parseShard, type Shard, shardName } from './shard.ts';

/** Two checkpoints that did not come, and some time to start again. */
const SILENT_MS = 60_000;
const PREFIX = 'engine ';

interface IdleShard {
  readonly shard: Shard;
  /** Null when there never was an engine. */
  readonly silentMs: number | null;
}

interface SavedState {
  readonly name: string;
  readonly ageMs: number;
  /** Of the log, beyond what is recorded or at its end. */
  readonly isAtEnd: boolean;
}

export async function idleShards(database: Database): Promise<readonly IdleShard[]> {
  const rows = await database.query<SavedState>(
    `select name, (extract(epoch from clock_timestamp() - saved_at) * 1000)::float8 as "ageMs",
       seq >= coalesce((select seq from log_position), 0) as "isAtEnd"
     from follower_checkpoints where name like $1 order by saved_at desc`,
    [`${PREFIX}%`],
  );
  return idleAmong(rows);
}

/** `states`: newest first. */
export function idleAmong(states: readonly SavedState[]): readonly IdleShard[] {
  const count = parseShard(states[0]?.name.slice(PREFIX.length) ?? '')?.count ?? 0;
  return Array.from({ length: count }, (_, index): IdleShard | null => {
    const shard = { index, count };
    const state = states.find(({ name }) => name === checkpointName(shard));
    if (state !== undefined && (state.isAtEnd || state.ageMs <= SILENT_MS)) return null;
    return { shard, silentMs: state?.ageMs ?? null };
  }).filter((idle) => idle !== null);
}

/** One sentence. */
export function idleText(idle: readonly IdleShard[]): string {
  const parts = idle.map(({ shard, silentMs }) => {
    const since = silentMs === null ? 'never had one' : `for ${(silentMs / 1_000).toFixed(0)} s`;
    return `${shardName(shard)} (${since})`;
  });
  return `no engine evaluates the alerts of shard ${parts.join(', ')}: start "fxalert worker --shard" with it`;
}
