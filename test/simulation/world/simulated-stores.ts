/** The ports of storage over one connection of one process. What a simulation does not use refuses in words. */
import type { AlertStore, EventLog, Journal, MarketHistory } from '../../../src/alerts/ports.ts';
import type { ChannelStore } from '../../../src/notify/channel.ts';
import type { DeliveryStore } from '../../../src/notify/delivery.ts';
import type { DatabaseLink } from './database-link.ts';
import type { SimulatedTables } from './simulated-tables.ts';

interface SimulatedStores {
  readonly journal: Journal;
  readonly alerts: AlertStore;
  readonly events: EventLog;
  readonly history: MarketHistory;
  readonly deliveries: Pick<DeliveryStore, 'claim' | 'finish' | 'nextDueAt'>;
  readonly channels: Pick<ChannelStore, 'list' | 'disable'>;
  /** Only for the one owner of a database. */
  dropLeases(): Promise<void>;
}

export function simulatedStores(tables: SimulatedTables, link: Pick<DatabaseLink, 'ask'>): SimulatedStores {
  const journal: Journal = {
    commit: (batch) => link.ask('commit', () => tables.commit(batch)),
    saveCheckpoint: (checkpoint) => link.ask('checkpoint', () => tables.saveCheckpoint(checkpoint)),
    loadCheckpoint: () => link.ask('load', () => tables.checkpoints[0] ?? null),
    position: () => link.ask('load', () => ({ seq: tables.seq, feedPosition: tables.feedPosition })),
    entriesAfter: async function* (seq) {
      yield* await link.ask('load', () => tables.entries(seq));
    },
  };
  const alerts: AlertStore = {
    get: (id) => link.ask('read', () => tables.alerts.get(id)?.stored ?? null),
    all: () =>
      link.ask('load', () =>
        [...tables.alerts.values()]
          .map(({ stored }) => stored)
          .filter(({ status }) => status === 'armed' || status === 'paused')
          .sort((a, b) => (a.alert.id < b.alert.id ? -1 : 1)),
      ),
    list: unused,
    save: unused,
    setStatus: unused,
    remove: unused,
    revisions: unused,
  };
  const events: EventLog = {
    firingCounts: () => link.ask('load', () => tables.firingCounts()),
    get: unused,
    list: unused,
  };
  const history: MarketHistory = {
    candles: (source, { before = Infinity, limit }) =>
      link.ask('read', () => tables.candlesBefore(source, before, limit)),
    candlesBetween: unused,
    ticksBetween: unused,
    addCandles: unused,
    addTicks: unused,
    lastQuotes: unused,
  };
  return {
    ...{ journal, alerts, events, history },
    deliveries: {
      claim: (options) => link.ask('claim', () => tables.deliveries.claim(options)),
      finish: (claimed, attempt, as) =>
        link.ask('finish', () => tables.deliveries.finish(claimed, attempt, as)),
      nextDueAt: () => link.ask('read', () => tables.deliveries.nextDueAt()),
    },
    channels: {
      list: () => link.ask('read', () => tables.channels.list()),
      disable: (name, reason) => link.ask('disable', () => tables.channels.disable(name, reason)),
    },
    dropLeases: () => link.ask('load', () => tables.deliveries.dropLeases()),
  };
}

function unused(): never {
  throw new Error('a simulation asked its database for something it does not have');
}
