/** What the pipeline knows of each kind of channel: how many at once, how fast, how long. Sources: the providers' documents. */
import { RETRY_POLICIES, type RetryPolicy } from './retry-policy.ts';
import type { ChannelType } from './channel.ts';
import type { RateLimit } from './rate-limit.ts';

export interface ChannelProfile {
  /** Sendings to one channel at the same time. */
  readonly concurrency: number;
  readonly limits: readonly RateLimit[];
  readonly retry: RetryPolicy;
}

/**
 * Discord allows 5 requests in 2 s and 30 in a minute; the windows here are longer by the jitter of a network, because
 * what was sent 2.0 s apart may arrive 1.9 s apart.
 */
export const CHANNEL_PROFILES: Readonly<Record<ChannelType, ChannelProfile>> = {
  console: { concurrency: 8, limits: [], retry: RETRY_POLICIES.console },
  webhook: { concurrency: 8, limits: [], retry: RETRY_POLICIES.webhook },
  discord: {
    concurrency: 5,
    limits: [
      { requests: 5, perMs: 2_500 },
      { requests: 30, perMs: 62_000 },
    ],
    retry: RETRY_POLICIES.discord,
  },
  email: { concurrency: 3, limits: [{ requests: 10, perMs: 1_000 }], retry: RETRY_POLICIES.email },
};
