/** Pushed ticks into a feed of this process. */
import type { TickIngest } from '../../api/services.ts';
import type { Feed } from '../../feeds/feed.ts';
import { PushFeed } from '../../feeds/push/push-feed.ts';

export function ingestOf(feed: Feed): TickIngest {
  return {
    push(batch) {
      if (!(feed instanceof PushFeed)) return { result: 'off' };
      const answer = feed.ingest(batch);
      if (answer.ok) {
        const { accepted, last_seq, rejected, flagged } = answer.value;
        return { result: 'accepted', accepted, lastSeq: last_seq, rejected, ...(flagged && { flagged }) };
      }
      const refusal = answer.error;
      return refusal.reason === 'seq-replay'
        ? { result: 'replayed', lastSeq: refusal.lastSeq }
        : { result: 'refused', message: refusal.message };
    },
  };
}
