/** The ports of storage over one connection of one process. What a simulation does not use refuses in words. */
import type { AlertStore, EventLog, Journal, MarketHistory } from '../../../src/alerts/ports.ts';
import type { DispatcherPorts } from '../../../src/channels/dispatch-ports.ts';
import type { EpochMs } from '../../../src/kernel/units.ts';
import type { ChannelStore } from '../../../src/notify/channel.ts';
import type { DatabaseLink } from './database-link.ts';
import type { SimulatedTables } from './simulated-tables.ts';

interface SimulatedStores {
  readonly journal: Journal;
  readonly alerts: AlertStore;
  readonly events: EventLog;
  readonly history: MarketHistory;
  readonly deliveries: DispatcherPorts['deliveries'];
  readonly channels: Pick<ChannelStore, 'list' | 'disable'>;
  /** Only for the one owner of a database. */
  dropLeases(): Promise<void>;
}

export function simulatedStores(tables: SimulatedTables, link: Pick<DatabaseLink, 'ask'>): SimulatedStores {
  const journal: Journal = {
    commit: (batch) => link.ask('commit', () => tables.commit(batch)),
    async saveCheckpoint({ seq, parts }) {
      const written: string[] = [];
      // Between two parts the engine goes on.
      for await (const part of parts) await link.ask('checkpoint', () => written.push(part));
      await link.ask('checkpoint', () => tables.saveCheckpoint({ seq, parts: written }));
    },
    async loadCheckpoint(take) {
      const newest = await link.ask('load', () => tables.checkpoints[0] ?? null);
      newest?.parts.every((part) => take(part, newest.seq));
      return newest?.seq ?? null;
    },
    position: () => link.ask('load', () => ({ seq: tables.seq, feedPosition: tables.feedPosition })),
    entriesAfter: async function* (seq) {
      yield* await link.ask('load', () => tables.entries(seq));
    },
  };
  const alerts: AlertStore = {
    get: (id) => link.ask('read', () => tables.alerts.get(id)?.stored ?? null),
    all: async function* () {
      yield await link.ask('load', () =>
        [...tables.alerts.values()]
          .map(({ stored }) => stored)
          .filter(({ status }) => status === 'armed' || status === 'paused')
          .sort((a, b) => (a.alert.id < b.alert.id ? -1 : 1)),
      );
    },
    list: unused,
    onStandby: unused,
    save: unused,
    setStatus: unused,
    remove: unused,
    revisions: (id, limit) =>
      link.ask('read', () =>
        tables
          .revisionsOf(id)
          .toReversed()
          .slice(0, limit)
          .map((alert) => ({ alert, at: 0 as EpochMs })),
      ),
    used: (ids) => link.ask('read', () => new Set(ids.filter((id) => tables.revisionsOf(id).length > 0))),
  };
  const events: EventLog = {
    firingCounts: (upTo) => link.ask('load', () => tables.firingCounts(upTo)),
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
      beat: (owner) => link.ask('beat', () => tables.deliveries.beat(owner)),
      leave: (owner) => link.ask('leave', () => tables.deliveries.leave(owner)),
      claim: (options) => link.ask('claim', () => tables.deliveries.claim(options)),
      claimGroup: (options) => link.ask('claim', () => tables.deliveries.claimGroup(options)),
      channelsWithGroups: (names) => link.ask('read', () => tables.deliveries.channelsWithGroups(names)),
      finish: (finished) => link.ask('finish', () => tables.deliveries.finish(finished)),
      nextDueInMs: () => link.ask('read', () => tables.deliveries.nextDueInMs()),
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
