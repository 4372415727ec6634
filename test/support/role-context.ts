/** What the roles of one process share, over a test's own database and a tick log in memory. */
import { pino } from 'pino';
import type { FeedInfo, RoleContext } from '../../src/app/roles/role-context.ts';
import { readConfig } from '../../src/config/config.ts';
import { createStores, type Stores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { SqlLeaseStore } from '../../src/storage/lease-store.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { MemoryTickLog } from './memory-tick-log.ts';
import { systemClock } from './system-clock.ts';
import { INSTRUMENTS } from './timeline.ts';

/** `stores` replaces those that a test disturbs. */
export function roleContextOn(database: Database, stores: Partial<Stores> = {}): RoleContext {
  const config = readConfig({}, { FEED: 'push' });
  if (!config.ok) throw new Error(config.error.join('\n'));
  return {
    database,
    config: config.value,
    log: pino({ level: 'silent' }),
    instruments: INSTRUMENTS,
    stores: { ...createStores(database), ...stores },
    leases: new SqlLeaseStore<FeedInfo>(database),
    tickLog: new MemoryTickLog(),
    clock: systemClock,
    metrics: createMetrics(),
    holder: 'under test',
  };
}
