/** What every role of a process shares. */
import type { Logger } from 'pino';
import type { FeedTraits, TickLog } from '../../alerts/tick-log.ts';
import type { Config } from '../../config/config.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { EpochMs, DurationMs } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Stores } from '../../storage/create-stores.ts';
import type { Database } from '../../storage/database.ts';
import type { SqlLeaseStore } from '../../storage/lease-store.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { FeedStatus } from '../feed-runner.ts';

export interface RoleContext {
  readonly config: Config;
  readonly log: Logger;
  readonly instruments: InstrumentTable;
  readonly database: Database;
  readonly stores: Stores;
  readonly leases: SqlLeaseStore<FeedInfo>;
  readonly tickLog: TickLog;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Names this process to others: host and process id. */
  readonly holder: string;
}

/** What the holder of the feed's lease tells. */
export interface FeedInfo {
  readonly status: FeedStatus | null;
  readonly traits: FeedTraits | null;
  readonly toldAt: EpochMs;
  /** Where the process answers: pushed ticks go there. */
  readonly address: string | null;
}

/** One log has one sequencer, so one database has one feed at a time. */
export const FEED_LEASE = 'feed';
export const FEED_LEASE_MS = 5_000 as DurationMs;

const TRAITS = 'feed-traits';

export async function saveTraits(stores: Pick<Stores, 'settings'>, traits: FeedTraits): Promise<void> {
  await stores.settings.set(TRAITS, JSON.stringify(traits));
}

/** Of the feed that leads or led last; null before the first. */
export async function loadTraits(stores: Pick<Stores, 'settings'>): Promise<FeedTraits | null> {
  const text = await stores.settings.get(TRAITS);
  return text === null ? null : (JSON.parse(text) as FeedTraits);
}
