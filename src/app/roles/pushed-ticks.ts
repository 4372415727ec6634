/** Pushed ticks on their way: the API takes them from the bridge, the process that leads the feed gives them their places. */
import type { IngestRequest } from '../../api/contract/market.ts';
import type { TickIngest } from '../../api/services.ts';
import { PushFeed } from '../../feeds/push/push-feed.ts';
import { StorageError } from '../../storage/storage-error.ts';
import type { Stores } from '../../storage/create-stores.ts';
import type { z } from 'zod';
import { ingestOf } from '../services/ingest-of.ts';
import type { FeedRole } from './feed-role.ts';
import { FEED_LEASE, type RoleContext } from './role-context.ts';

/** Setting with the secret that processes of one database show each other. */
export const INTERNAL_TOKEN = 'internal-token';
const FORWARD_MS = 5_000;

type Outcome = Awaited<ReturnType<TickIngest['push']>>;

/** In the leading process. Resolves when what was accepted is in the log. */
export async function takePushed(role: FeedRole | null, batch: unknown): Promise<Outcome> {
  const feed = role?.feed ?? null;
  if (role === null || feed === null)
    return { result: 'refused', message: 'this process does not lead the feed' };
  if (!(feed instanceof PushFeed)) return { result: 'off' };
  const outcome = await ingestOf(feed).push(batch as z.infer<typeof IngestRequest>);
  await role.flush();
  return outcome;
}

/** In the API process: hands a checked batch on. */
export function forwardTicks(
  { leases }: Pick<RoleContext, 'leases'>,
  settings: Stores['settings'],
): TickIngest {
  return {
    async push(batch) {
      const lease = await leases.look(FEED_LEASE);
      const address = lease?.isHeld === true ? lease.info.address : null;
      if (address === null)
        return {
          result: 'refused',
          message: 'no feed process leads at this moment: send the same batch again',
        };
      const token = (await settings.get(INTERNAL_TOKEN)) ?? '';
      try {
        const answer = await fetch(new URL('/internal/ticks', address), {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(batch),
          signal: AbortSignal.timeout(FORWARD_MS),
        });
        if (answer.ok) return (await answer.json()) as Outcome;
        return {
          result: 'refused',
          message: `the feed process answers ${answer.status}: send the same batch again`,
        };
      } catch (error) {
        if (error instanceof StorageError) throw error;
        return { result: 'refused', message: 'the feed process does not answer: send the same batch again' };
      }
    },
  };
}
