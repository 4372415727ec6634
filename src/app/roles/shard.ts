/**
 * Which engine evaluates an alert. The shard follows from the id alone (FNV-1a, 32 bits), so that nobody needs to agree on anything;
 * a shard of `2n` lies whole in one shard of `n`, which lets a system double its engines and keep every state. Alerts that arm others, or wait
 * for that, must meet in one engine: they are all in shard 0.
 */
import type { Alert, AlertId } from '../../alerts/alert.ts';

export interface Shard {
  readonly index: number;
  readonly count: number;
}

export function inShard(alert: Pick<Alert, 'id' | 'arms' | 'standby'>, { index, count }: Shard): boolean {
  if (count === 1) return true;
  const isChained = alert.standby || alert.arms.length > 0;
  return (isChained ? 0 : hashOf(alert.id) % count) === index;
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

/** Whether an alert may be one of both. */
export function overlaps(one: Shard, other: Shard): boolean {
  return (one.index - other.index) % divisor(one.count, other.count) === 0;
}

/** Greatest common. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function hashOf(id: AlertId): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
