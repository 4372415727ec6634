/**
 * What an engine without prices of its own to record makes durable: indicator values, events with their deliveries, alerts that ended.
 * The same output from two engines, or twice from one, changes nothing. The recorded place of the log is not moved: that is the recorder's.
 */
import type { JournalBatch, StoredEvent } from '../alerts/ports.ts';
import type { Database } from './database.ts';
import { insertEvents } from './event-rows.ts';
import { endAlerts } from './journal.ts';
import { insertIndicators } from './market-rows.ts';

type EngineBatch = Pick<JournalBatch, 'indicators' | 'events' | 'statuses' | 'ownClock'> & {
  readonly simulated: boolean;
};

export class SqlEventJournal {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Events whose key is already there are left out of the answer. */
  commit(batch: EngineBatch): Promise<readonly StoredEvent[]> {
    return this.#database.transaction(async (sql) => {
      await insertIndicators(sql, batch.indicators, batch.simulated);
      const events = await insertEvents(sql, batch.events, batch.ownClock);
      await endAlerts(sql, batch.statuses);
      return events;
    });
  }
}
