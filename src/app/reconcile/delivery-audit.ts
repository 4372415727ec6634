/**
 * I3 to I6 for one event after another, in the order of recording: exactly its deliveries, each with the key that belongs to it, each sent
 * or dead with a reason, in order for each (alert, channel), and, where a receiver's ledger is given, taken by that receiver and the reverse.
 */
import { createHash } from 'node:crypto';
import type { AuditedDelivery, AuditedEvent } from '../../storage/audit-reader.ts';
import { type Difference, differenceOf } from './difference.ts';

/** Ids a receiver took, by channel. */
export type ReceiverLedger = ReadonlyMap<string, ReadonlySet<string>>;

export class DeliveryAudit {
  readonly #ledger: ReceiverLedger;
  readonly #known = new Map<string, Set<string>>();
  readonly #keys = new Set<string>();
  readonly #lastSent = new Map<string, { readonly at: number; readonly key: string }>();
  readonly counts = { pending: 0, sending: 0, sent: 0, dead: 0 };

  constructor(ledger: ReceiverLedger) {
    this.#ledger = ledger;
  }

  *check(event: AuditedEvent): Generator<Difference> {
    const { channels, deliveries } = event;
    for (const channel of new Set(channels)) {
      const count = deliveries.filter((delivery) => delivery.channel === channel).length;
      if (count !== 1)
        yield differenceOf('I3', count === 0 ? 'delivery missing' : 'several deliveries', { event, channel });
    }
    for (const delivery of deliveries) {
      if (!channels.includes(delivery.channel))
        yield differenceOf('I3', 'delivery to a channel the event does not name', {
          event,
          channel: delivery.channel,
        });
      yield* this.#checkKey(event, delivery);
      yield* this.#checkState(event, delivery);
      yield* this.#checkOrder(event, delivery);
    }
  }

  /** After the last event: what receivers took and nobody sent. */
  *unknownToUs(): Generator<Difference> {
    for (const [channel, ids] of this.#ledger) {
      for (const id of ids) {
        if (this.#known.get(channel)?.has(id) === true) continue;
        const event = { key: '', alert: '', at: 0 };
        yield differenceOf('I4', 'receiver took a message of which there is no delivery', {
          ...{ event, channel, detail: id },
        });
      }
    }
  }

  *#checkKey(event: AuditedEvent, { channel, idempotency_key: key, group_key }: AuditedDelivery) {
    const known = this.#known.get(channel) ?? new Set<string>();
    this.#known.set(channel, known.add(key));
    if (group_key !== null) known.add(group_key);
    if (this.#keys.has(key)) yield differenceOf('I5', 'key shared with another delivery', { event, channel });
    this.#keys.add(key);
    if (key !== idempotencyKeyOf(event.key, channel))
      yield differenceOf('I5', 'key not derived from event and channel', { event, channel, detail: key });
  }

  *#checkState(event: AuditedEvent, delivery: AuditedDelivery): Generator<Difference> {
    const { status, channel, reason, sent_at, accepted, idempotency_key, group_key } = delivery;
    this.counts[status] += 1;
    if (status === 'dead' && (reason ?? '') === '')
      yield differenceOf('I4', 'dead without a reason', { event, channel });
    if (status !== 'sent') return;
    if (sent_at === null || accepted === 0)
      yield differenceOf('I4', 'sent without an attempt that was accepted', { event, channel });
    const taken = this.#ledger.get(channel);
    if (taken !== undefined && !taken.has(idempotency_key) && !(group_key !== null && taken.has(group_key)))
      yield differenceOf('I4', 'sent, and never seen by the receiver', { event, channel });
  }

  /** What a user sent again has lost its place. */
  *#checkOrder(event: AuditedEvent, { channel, status, sent_at, redelivered_at }: AuditedDelivery) {
    if (status !== 'sent' || sent_at === null || redelivered_at !== null) return;
    const lane = JSON.stringify([event.alert, channel]);
    const last = this.#lastSent.get(lane);
    if (last !== undefined && sent_at < last.at)
      yield differenceOf('I6', 'sent before an earlier one', { event, channel, detail: last.key });
    this.#lastSent.set(lane, { at: sent_at, key: event.key });
  }
}

/** As the journal derives it (src/storage/event-rows.ts); written again here, so that a change there shows. */
function idempotencyKeyOf(key: string, channel: string): string {
  return `msg_${createHash('sha256').update(`${key}|${channel}`).digest('base64url')}`;
}
