/** What the pipeline knows of each kind of channel: how many at once, how fast, how long. Sources: the providers' documents. */
import { RETRY_POLICIES, type RetryPolicy } from './retry-policy.ts';
import type { ChannelType } from './channel.ts';
import type { RateLimit } from './rate-limit.ts';

export interface ChannelProfile {
  /** Sendings to one channel at the same time. */
  readonly concurrency: number;
  readonly limits: readonly RateLimit[];
  readonly retry: RetryPolicy;
  /** Null where each event goes out by itself, whatever comes. */
  readonly grouping: Grouping | null;
}

/** When a burst becomes one message instead of many. */
interface Grouping {
  /** So many go out one by one; what comes beyond them in the same time is grouped. */
  readonly alone: RateLimit;
  /** Groups are so far apart, so that a burst is gathered. */
  readonly apartMs: number;
  /** What one message can hold with a line for each. */
  readonly most: number;
}

const grouping = (most: number): Grouping => ({
  alone: { requests: 5, perMs: 10_000 },
  apartMs: 2_000,
  most,
});

/**
 * Discord allows 5 requests in 2 s and 30 in a minute; the windows here are longer by the jitter of a network, because
 * what was sent 2.0 s apart may arrive 1.9 s apart. A webhook is read by a program, which wants each event and its own id
 * (docs/decisions/0008-grouped-messages.md).
 */
export const CHANNEL_PROFILES: Readonly<Record<ChannelType, ChannelProfile>> = {
  console: { concurrency: 8, limits: [], retry: RETRY_POLICIES.console, grouping: null },
  webhook: { concurrency: 16, limits: [], retry: RETRY_POLICIES.webhook, grouping: null },
  discord: {
    concurrency: 5,
    limits: [
      { requests: 5, perMs: 2_500 },
      { requests: 30, perMs: 62_000 },
    ],
    retry: RETRY_POLICIES.discord,
    grouping: grouping(30),
  },
  email: {
    concurrency: 3,
    limits: [{ requests: 10, perMs: 1_000 }],
    retry: RETRY_POLICIES.email,
    grouping: grouping(200),
  },
};
