/**
 * A lease that is renewed until it is let go or somebody else has it. One renewal is under way at a time: while the database does not
 * answer, more of them would only take its connections from everybody else. None is under way when the lease is let go: it would keep the
 * next holder from it.
 */
import type { Logger } from 'pino';
import type { DurationMs } from '../../kernel/units.ts';
import type { Lease } from '../../storage/lease-store.ts';
import type { FeedInfo, RoleContext } from './role-context.ts';

interface KeptLeaseOptions {
  readonly leases: RoleContext['leases'];
  readonly lease: Lease;
  readonly forMs: DurationMs;
  readonly renewMs: number;
  /** What others are told with it; asked at each renewal. */
  readonly info: () => FeedInfo;
  readonly log: Logger;
}

export class KeptLease {
  readonly #options: KeptLeaseOptions;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> | null = null;

  constructor(options: KeptLeaseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.renew(), options.renewMs);
  }

  /** Aborted when somebody else has it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Besides its turns; never rejects. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    const { leases, lease, log } = this.#options;
    await leases
      .release(lease)
      .catch((error: unknown) => log.warn({ err: error }, 'the lease could not be released: it runs out'));
  }

  async #renew(): Promise<void> {
    const { leases, lease, forMs, info, log } = this.#options;
    try {
      if (await leases.renew(lease, forMs, info())) return;
      clearInterval(this.#timer);
      this.#lost.abort();
    } catch (error) {
      log.warn({ err: error, name: lease.name }, 'the lease could not be renewed; it is tried again');
    }
  }
}
