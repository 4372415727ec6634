/** Every store over one database. */
import type { AlertStore, BlindSpanStore, EventLog, Journal, MarketHistory } from '../alerts/ports.ts';
import type { ChannelStore } from '../notify/channel.ts';
import { SqlAlertStore } from './alert-store.ts';
import { SqlApiKeyStore } from './api-key-store.ts';
import { SqlBackgroundJobStore } from './background-job-store.ts';
import { SqlBlindSpanStore } from './blind-span-store.ts';
import { SqlChannelStore } from './channel-store.ts';
import { SqlCheckpointStore } from './checkpoint-store.ts';
import type { Database } from './database.ts';
import { SqlDeliveryStore } from './delivery-store.ts';
import { SqlEditQueue } from './edit-queue.ts';
import { SqlEventJournal } from './event-journal.ts';
import { SqlEventLog } from './event-log.ts';
import { SqlIdempotencyStore } from './idempotency-store.ts';
import { SqlInstrumentStore, type InstrumentStore } from './instrument-store.ts';
import { SqlJournal } from './journal.ts';
import { SqlMarketHistory } from './market-history.ts';
import { SqlSettingStore, type SettingStore } from './setting-store.ts';

export interface Stores {
  readonly alerts: AlertStore;
  readonly events: EventLog;
  readonly journal: Journal & Pick<SqlJournal, 'commitAfter'>;
  readonly history: MarketHistory;
  readonly deliveries: SqlDeliveryStore;
  readonly channels: ChannelStore;
  readonly apiKeys: SqlApiKeyStore;
  readonly settings: SettingStore;
  readonly idempotency: SqlIdempotencyStore;
  readonly instruments: InstrumentStore;
  readonly edits: SqlEditQueue;
  readonly checkpoints: SqlCheckpointStore;
  readonly blindSpans: BlindSpanStore;
  readonly eventJournal: SqlEventJournal;
  readonly backgroundJobs: SqlBackgroundJobStore;
}

export function createStores(database: Database): Stores {
  return {
    alerts: new SqlAlertStore(database),
    events: new SqlEventLog(database),
    journal: new SqlJournal(database),
    history: new SqlMarketHistory(database),
    deliveries: new SqlDeliveryStore(database),
    channels: new SqlChannelStore(database),
    apiKeys: new SqlApiKeyStore(database),
    settings: new SqlSettingStore(database),
    idempotency: new SqlIdempotencyStore(database),
    instruments: new SqlInstrumentStore(database),
    edits: new SqlEditQueue(database),
    checkpoints: new SqlCheckpointStore(database),
    blindSpans: new SqlBlindSpanStore(database),
    eventJournal: new SqlEventJournal(database),
    backgroundJobs: new SqlBackgroundJobStore(database),
  };
}
