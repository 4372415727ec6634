/** DeliveryStore in memory, by the laws in test/laws/delivery-store.ts. Its clock stands for the database's. */
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import type {
  Attempt,
  ClaimedDelivery,
  Delivery,
  DeliveryStatus,
  DeliveryStore,
  FinishedAs,
} from '../../src/notify/delivery.ts';

interface Row {
  delivery: Delivery;
  readonly order: number;
  readonly event: AlertEvent;
  readonly recordedAt: EpochMs;
  readonly attempts: Attempt[];
  lease: { readonly token: string; readonly until: number } | null;
}

export class MemoryDeliveryStore implements DeliveryStore {
  readonly #rows = new Map<string, Row>();
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
      this.#rows.set(delivery.id, { delivery, order, event, recordedAt: now, attempts: [], lease: null });
      return delivery;
    });
  }

  claim({ limit, leaseMs, exceptChannels }: Parameters<DeliveryStore['claim']>[0]) {
    const now = this.#now();
    const claimed: ClaimedDelivery[] = [];
    const seen = new Set<string>();
    for (const row of this.#rows.values()) {
      if (claimed.length === limit) break;
      const { status, dueAt, channel } = row.delivery;
      if (status === 'sent' || status === 'dead') continue;
      const lane = JSON.stringify([row.event.alert, channel]);
      const first = !seen.has(lane);
      seen.add(lane);
      const free = status === 'pending' ? dueAt <= now : (row.lease?.until ?? 0) <= now;
      if (!first || !free || exceptChannels.includes(channel)) continue;
      row.lease = { token: `lease-${++this.#leases}`, until: now + leaseMs };
      row.delivery = { ...row.delivery, status: 'sending' };
      claimed.push({
        delivery: row.delivery,
        event: row.event,
        recordedAt: row.recordedAt,
        lease: row.lease.token,
      });
    }
    return Promise.resolve(claimed);
  }

  /** As the one owner of a database does at its start: whoever held a lease is gone. */
  dropLeases(): Promise<void> {
    for (const row of this.#rows.values()) {
      if (row.lease === null) continue;
      row.lease = null;
      row.delivery = { ...row.delivery, status: 'pending' };
    }
    return Promise.resolve();
  }

  finish(claimed: ClaimedDelivery, attempt: Attempt, as: FinishedAs): Promise<boolean> {
    const row = this.#rows.get(claimed.delivery.id);
    if (row?.lease?.token !== claimed.lease) return Promise.resolve(false);
    row.lease = null;
    row.attempts.push(attempt);
    row.delivery = {
      ...row.delivery,
      status: as.status,
      attempts: row.delivery.attempts + 1,
      dueAt: as.status === 'pending' ? as.dueAt : row.delivery.dueAt,
      sentAt: as.status === 'sent' ? this.#now() : null,
      reason: as.status === 'sent' ? null : as.reason,
    };
    return Promise.resolve(true);
  }

  redeliver(id: string): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row === undefined || row.delivery.status === 'pending' || row.delivery.status === 'sending')
      return Promise.resolve(false);
    const now = this.#now();
    row.delivery = {
      ...row.delivery,
      status: 'pending',
      attempts: 0,
      dueAt: now,
      sentAt: null,
      reason: null,
      redeliveredAt: now,
    };
    return Promise.resolve(true);
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

  nextDueAt() {
    const due = [...this.#rows.values()]
      .filter(({ delivery }) => delivery.status === 'pending')
      .map(({ delivery }) => delivery.dueAt);
    return Promise.resolve(due.length === 0 ? null : (Math.min(...due) as EpochMs));
  }

  /** Those that are neither sent nor dead. */
  get openCount(): number {
    let count = 0;
    for (const { delivery } of this.#rows.values())
      if (delivery.status === 'pending' || delivery.status === 'sending') count++;
    return count;
  }

  counts() {
    const counts: Record<DeliveryStatus, number> = { pending: 0, sending: 0, sent: 0, dead: 0 };
    for (const { delivery } of this.#rows.values()) counts[delivery.status]++;
    return Promise.resolve(counts);
  }
}
