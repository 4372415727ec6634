/** What the engine's surroundings must provide. Adapters live in src/storage. */
import type { EpochMs } from '../kernel/units.ts';
import type { Alert, AlertId, AlertStatus } from './alert.ts';
import type { AlertEvent } from './event.ts';

export interface StoredAlert {
  readonly alert: Alert;
  readonly status: AlertStatus;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  readonly lastFiredAt: EpochMs | null;
  /** Firings of all revisions. */
  readonly firings: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

export interface AlertStore {
  get(id: AlertId): Promise<StoredAlert | null>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly status?: AlertStatus;
    readonly instrument?: string;
    readonly search?: string;
  }): Promise<Page<StoredAlert>>;
  /** All that is armed or paused, for the engine's start. */
  all(): Promise<readonly StoredAlert[]>;
  /** Writes revision `alert.revision`, which must be the next one. `seq` is the place of the edit in the log. */
  save(alert: Alert, status: AlertStatus, seq: number): Promise<'saved' | 'conflict'>;
  setStatus(id: AlertId, status: AlertStatus, seq: number): Promise<boolean>;
  remove(id: AlertId, seq: number): Promise<boolean>;
  revisions(id: AlertId): Promise<readonly { readonly alert: Alert; readonly at: EpochMs }[]>;
}

export interface StoredEvent {
  /** Row id, rising with time of recording. */
  readonly id: string;
  readonly event: AlertEvent;
  readonly recordedAt: EpochMs;
  /** Recorded more than 60 s of wall time after `event.at` by the live path. */
  readonly late: boolean;
}

export interface EventLog {
  get(id: string): Promise<StoredEvent | null>;
  list(query: {
    readonly cursor?: string;
    readonly limit: number;
    readonly alert?: AlertId;
    readonly instrument?: string;
    readonly from?: EpochMs;
    readonly to?: EpochMs;
  }): Promise<Page<StoredEvent>>;
  /** Highest n in the keys `alert:revision:n` of each alert unit; for starts without a checkpoint. */
  firingCounts(): Promise<ReadonlyMap<string, number>>;
}
