/** DeliveryStore in memory, by the laws in test/laws/delivery-store.ts. Its clock stands for the database's. */
import type { AlertEvent } from '../../src/alerts/event.ts';
import { MINUTE_MS, type EpochMs } from '../../src/kernel/units.ts';
import type {
  Attempt,
  ClaimedDelivery,
  ClaimOptions,
  Delivery,
  DeliveryStatus,
  DeliveryStore,
  Finished,
  RedeliverQuery,
} from '../../src/notify/delivery.ts';

interface Row {
  delivery: Delivery;
  readonly order: number;
  readonly event: AlertEvent;
  readonly recordedAt: EpochMs;
  readonly attempts: Attempt[];
  lease: { readonly token: string; readonly until: number; readonly owner: string } | null;
  alone: boolean;
}

/** As the database has them: a dispatcher not seen for `GONE_MS` is gone, if the one that says so was steady. */
const GONE_MS = 6_000;
const STEADY_MS = 5_000;

export class MemoryDeliveryStore implements DeliveryStore {
  readonly #rows = new Map<string, Row>();
  /** Neither sent nor dead, the oldest first. */
  #open = new Set<Row>();
  readonly #dispatchers = new Map<string, number>();
  readonly #now: () => EpochMs;
  #leases = 0;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  /** One delivery for each channel of the event, as the journal writes them. */
  add(event: AlertEvent): readonly Delivery[] {
    const now = this.#now();
    return event.channels.map((channel) => {
      const order = this.#rows.size + 1;
      const delivery: Delivery = {
        id: String(order),
        eventId: event.key,
        channel,
        idempotencyKey: `msg_${event.key.replaceAll(':', '-')}-${channel}`,
        status: 'pending',
        attempts: 0,
        dueAt: now,
        createdAt: now,
        sentAt: null,
        reason: null,
      };
      const row: Row = { delivery, order, event, recordedAt: now, attempts: [], lease: null, alone: false };
      this.#rows.set(delivery.id, row);
      this.#open.add(row);
      return delivery;
    });
  }

  beat(owner: string) {
    const now = this.#now();
    const steady = (this.#dispatchers.get(owner) ?? -Infinity) > now - STEADY_MS;
    this.#dispatchers.set(owner, now);
    let freed = 0;
    if (steady) {
      for (const [id, seenAt] of this.#dispatchers) if (seenAt < now - GONE_MS) this.#dispatchers.delete(id);
      for (const row of this.#open) {
        if (row.lease === null || this.#dispatchers.has(row.lease.owner)) continue;
        row.lease = null;
        row.delivery = { ...row.delivery, status: 'pending' };
        freed++;
      }
    }
    return Promise.resolve({ dispatchers: this.#dispatchers.size, freed });
  }

  /** As the one owner of a database does at its start: whoever held a lease is gone. */
  dropLeases() {
    for (const row of this.#open) {
      if (row.lease === null) continue;
      row.lease = null;
      row.delivery = { ...row.delivery, status: 'pending' };
    }
    return Promise.resolve();
  }

  leave(owner: string) {
    this.#dispatchers.delete(owner);
    return Promise.resolve();
  }

  claim({ owner, leaseMs, limit, rooms }: ClaimOptions) {
    if (!this.#dispatchers.has(owner)) return Promise.resolve([]);
    const seen = new Set<string>();
    const byChannel = new Map<string, Row[]>();
    for (const row of this.#open) {
      const { channel, groupKey } = row.delivery;
      const lane = JSON.stringify([row.event.alert, channel]);
      const first = !seen.has(lane);
      seen.add(lane);
      if (!first || groupKey !== undefined || !this.#ready(row)) continue;
      byChannel.set(channel, [...(byChannel.get(channel) ?? []), row]);
    }
    const queues = [...byChannel].map(([channel, rows]) =>
      this.#newestLast(rows).slice(0, rooms.get(channel) ?? limit),
    );
    const taken: Row[] = [];
    for (let turn = 0; queues.some((queue) => turn < queue.length); turn++)
      for (const queue of queues) if (queue[turn] !== undefined) taken.push(queue[turn]!);
    return Promise.resolve(this.#take(taken.slice(0, limit), owner, leaseMs));
  }

  claimGroup({ owner, leaseMs, limit, channel, fresh }: Parameters<DeliveryStore['claimGroup']>[0]) {
    if (!this.#dispatchers.has(owner)) return Promise.resolve([]);
    const open = [...this.#open].filter(({ delivery }) => delivery.channel === channel);
    const goes = (row: Row, group: readonly Row[]): boolean =>
      this.#ready(row) &&
      !row.alone &&
      open.every(
        (other) => other.event.alert !== row.event.alert || other.order >= row.order || group.includes(other),
      );
    const again = [...new Set(open.map(({ delivery }) => delivery.groupKey))]
      .filter((key) => key !== undefined)
      .map((key) => open.filter(({ delivery }) => delivery.groupKey === key))
      .find((group) => group.every((row) => goes(row, group)));
    if (again !== undefined) return Promise.resolve(this.#take(again, owner, leaseMs));
    if (!fresh) return Promise.resolve([]);
    const group: Row[] = [];
    for (let before = -1; group.length < limit && before < group.length;) {
      before = group.length;
      const next = open.filter(
        (row) => !group.includes(row) && row.delivery.groupKey === undefined && goes(row, group),
      );
      group.push(...this.#newestLast(next).slice(0, limit - before));
    }
    group.sort((a, b) => a.order - b.order);
    if (group.length > 1) {
      const groupKey = `msg_group-${this.#leases + 1}`;
      for (const row of group) row.delivery = { ...row.delivery, groupKey };
    }
    return Promise.resolve(this.#take(group, owner, leaseMs));
  }

  channelsWithGroups(channels: readonly string[]) {
    const found = [...this.#open]
      .filter((row) => row.delivery.groupKey !== undefined && this.#ready(row))
      .map(({ delivery }) => delivery.channel);
    return Promise.resolve([...new Set(found)].filter((channel) => channels.includes(channel)));
  }

  finish(finished: readonly Finished[]) {
    return Promise.resolve(finished.map((one) => this.#finish(one)));
  }

  #finish({ claimed, attempt, as }: Finished): boolean {
    const row = this.#rows.get(claimed.delivery.id);
    if (row?.lease?.token !== claimed.lease) return false;
    row.lease = null;
    row.attempts.push(attempt);
    const { groupKey, ...delivery } = row.delivery;
    const alone = as.status === 'pending' && as.alone === true;
    row.alone ||= alone;
    row.delivery = {
      ...delivery,
      ...(groupKey === undefined || alone ? {} : { groupKey }),
      status: as.status,
      attempts: row.delivery.attempts + 1,
      dueAt: as.status === 'pending' ? as.dueAt : row.delivery.dueAt,
      sentAt: as.status === 'sent' ? this.#now() : null,
      reason: as.status === 'sent' ? null : as.reason,
    };
    if (as.status !== 'pending') this.#open.delete(row);
    return true;
  }

  redeliver(id: string): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row === undefined || row.delivery.status === 'pending' || row.delivery.status === 'sending')
      return Promise.resolve(false);
    const now = this.#now();
    const { groupKey: _, ...delivery } = row.delivery;
    row.alone = false;
    row.delivery = {
      ...delivery,
      status: 'pending',
      attempts: 0,
      dueAt: now,
      sentAt: null,
      reason: null,
      redeliveredAt: now,
    };
    this.#open = new Set([...this.#rows.values()].filter((each) => each === row || this.#open.has(each)));
    return Promise.resolve(true);
  }

  async redeliverAll({ status, channel, from = 0 as EpochMs, to, limit }: RedeliverQuery) {
    const chosen = [...this.#rows.values()]
      .map(({ delivery }) => delivery)
      .filter((delivery) => delivery.status === status && delivery.createdAt >= from)
      .filter((delivery) => to === undefined || delivery.createdAt < to)
      .filter((delivery) => channel === undefined || delivery.channel === channel)
      .slice(0, limit);
    for (const { id } of chosen) await this.redeliver(id);
    return chosen.length;
  }

  get(id: string) {
    return Promise.resolve(this.#rows.get(id)?.delivery ?? null);
  }

  attempts(id: string) {
    return Promise.resolve([...(this.#rows.get(id)?.attempts ?? [])]);
  }

  list(query: Parameters<DeliveryStore['list']>[0]) {
    const { cursor, limit, eventId, status, channel } = query;
    const matching = [...this.#rows.values()]
      .filter((row) => cursor === undefined || row.order < Number(cursor))
      .map((row) => row.delivery)
      .filter((delivery) => eventId === undefined || delivery.eventId === eventId)
      .filter((delivery) => status === undefined || delivery.status === status)
      .filter((delivery) => channel === undefined || delivery.channel === channel)
      .reverse();
    const items = matching.slice(0, limit);
    return Promise.resolve({ items, next: matching.length > limit ? (items.at(-1)?.id ?? null) : null });
  }

  nextDueInMs() {
    const due = [...this.#open]
      .filter(({ delivery }) => delivery.status === 'pending')
      .map(({ delivery }) => delivery.dueAt);
    return Promise.resolve(due.length === 0 ? null : Math.min(...due) - this.#now());
  }

  /** Those that are neither sent nor dead. */
  get openCount(): number {
    return this.#open.size;
  }

  counts() {
    const counts: Record<DeliveryStatus, number> = { pending: 0, sending: 0, sent: 0, dead: 0 };
    for (const { delivery } of this.#rows.values()) counts[delivery.status]++;
    return Promise.resolve(counts);
  }

  #ready({ delivery, lease }: Row): boolean {
    return (lease?.until ?? delivery.dueAt) <= this.#now();
  }

  /** The oldest first; what has waited over a minute comes last, the newest of it first. */
  #newestLast(rows: readonly Row[]): readonly Row[] {
    const late = (row: Row): boolean => row.delivery.createdAt <= this.#now() - MINUTE_MS;
    return [...rows.filter((row) => !late(row)), ...rows.filter(late).reverse()];
  }

  #take(rows: readonly Row[], owner: string, leaseMs: number): readonly ClaimedDelivery[] {
    const token = `lease-${++this.#leases}`;
    return rows.map((row) => {
      row.lease = { token, until: this.#now() + leaseMs, owner };
      row.delivery = { ...row.delivery, status: 'sending' };
      const { delivery, event, recordedAt } = row;
      return { delivery, event, recordedAt, claimedAt: this.#now(), lease: token };
    });
  }
}
