/**
 * Which engine evaluates an alert. The shard follows from the id alone (FNV-1a, 32 bits), so that nobody needs to agree on anything;
 * a shard of `2n` lies whole in one shard of `n`, which lets a system double its engines and keep every state.
 */
import type { AlertId } from '../../alerts/alert.ts';

export interface Shard {
  readonly index: number;
  readonly count: number;
}

export function inShard(id: AlertId, { index, count }: Shard): boolean {
  return count === 1 || hashOf(id) % count === index;
}

/** `0/2`, as on the command line. */
export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** Null when it is none: `i/n` with 0 <= i < n. */
export function parseShard(text: string): Shard | null {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && index < count ? { index, count } : null;
}

/** Whether every alert of `inner` is one of `outer`. */
export function contains(outer: Shard, inner: Shard): boolean {
  return inner.count % outer.count === 0 && inner.index % outer.count === outer.index;
}

function hashOf(id: AlertId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
