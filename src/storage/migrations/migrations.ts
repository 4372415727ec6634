/** Every migration in order. An applied one never changes: add the next number instead. */
import { sql as market } from './0001-market.ts';
import { sql as alerts } from './0002-alerts.ts';
import { sql as events } from './0003-events.ts';
import { sql as configuration } from './0004-configuration.ts';
import { sql as roles } from './0005-roles.ts';
import { sql as firingKinds } from './0006-firing-kinds.ts';
import { sql as outbox } from './0010-outbox.ts';
import { sql as deliveryCounts } from './0011-delivery-counts.ts';
import { sql as vacuum } from './0012-vacuum.ts';
import { sql as eventPlaces } from './0014-event-places.ts';
import { sql as checkpointParts } from './0015-checkpoint-parts.ts';
import { sql as backgroundJobs } from './0020-background-jobs.ts';
import { sql as candleGenerations } from './0021-candle-generations.ts';
import { index as idempotencyAgeIndex, sql as idempotencyAge } from './0022-idempotency-age.ts';
import { index as standbyIndex, sql as standby } from './0023-standby.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Name of the index that `sql`, one statement, builds concurrently: the way for a table that is in use. */
  readonly index?: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'market', sql: market },
  { version: 2, name: 'alerts', sql: alerts },
  { version: 3, name: 'events', sql: events },
  { version: 4, name: 'configuration', sql: configuration },
  { version: 5, name: 'roles', sql: roles },
  { version: 6, name: 'firing kinds', sql: firingKinds },
  { version: 10, name: 'outbox', sql: outbox },
  { version: 11, name: 'delivery counts', sql: deliveryCounts },
  { version: 12, name: 'vacuum', sql: vacuum },
  { version: 14, name: 'event places', sql: eventPlaces },
  { version: 15, name: 'checkpoint parts', sql: checkpointParts },
  { version: 20, name: 'background jobs', sql: backgroundJobs },
  { version: 21, name: 'candle generations', sql: candleGenerations },
  { version: 22, name: 'idempotency age', sql: idempotencyAge, index: idempotencyAgeIndex },
  { version: 23, name: 'standby', sql: standby, index: standbyIndex },
];
