/** What a follower must know of the feed before it starts. */
import type { FeedTraits } from '../../alerts/tick-log.ts';
import { pause } from './role.ts';
import { loadTraits, type RoleContext } from './role-context.ts';

const LOOK_MS = 1_000;

/** Waits for the first feed that ever led on this database. Null when aborted. */
export async function awaitTraits(context: RoleContext, signal: AbortSignal): Promise<FeedTraits | null> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const traits = await loadTraits(context.stores);
    if (traits !== null) return traits;
    if (isFirst)
      context.log.info('no feed has run on this database yet: start "fxalert worker --roles feed"');
    await pause(LOOK_MS, signal);
  }
  return null;
}
