/** Events and deliveries as the contract shows them. */
import type { StoredEvent } from '../../alerts/ports.ts';
import type { Attempt, Delivery } from '../../notify/delivery.ts';
import type { z } from 'zod';
import type { AttemptView, DeliverySummary, DeliveryView, EventView } from '../contract/events.ts';
import { isoOf, isoOrNull } from './instant.ts';

export function eventView(
  { id, event, recordedAt, late }: StoredEvent,
  deliveries: readonly Delivery[],
): EventView {
  return {
    id,
    key: event.key,
    alert: event.alert,
    revision: event.revision,
    name: event.name,
    instrument: event.instrument,
    kind: event.kind,
    at: isoOf(event.at),
    recordedAt: isoOf(recordedAt),
    late,
    bid: event.bid,
    ask: event.ask,
    operands: { ...event.operands },
    severity: event.severity,
    tags: [...event.tags],
    message: event.message,
    condition: event.condition,
    simulated: event.simulated,
    deliveries: deliveries.map(deliverySummary),
  };
}

export function deliverySummary(delivery: Delivery): z.infer<typeof DeliverySummary> {
  return {
    id: delivery.id,
    channel: delivery.channel,
    status: delivery.status,
    attempts: delivery.attempts,
    reason: delivery.reason,
    sentAt: isoOrNull(delivery.sentAt),
  };
}

/** A row of the list: all but the attempts. */
export function deliveryRow(delivery: Delivery): Omit<DeliveryView, 'log'> {
  return {
    eventId: delivery.eventId,
    idempotencyKey: delivery.idempotencyKey,
    createdAt: isoOf(delivery.createdAt),
    dueAt: isoOf(delivery.dueAt),
    groupKey: delivery.groupKey ?? null,
    ...deliverySummary(delivery),
  };
}

export function deliveryView(delivery: Delivery, attempts: readonly Attempt[]): DeliveryView {
  return { ...deliveryRow(delivery), log: attempts.map(attemptView) };
}

function attemptView(attempt: Attempt): z.infer<typeof AttemptView> {
  return {
    number: attempt.number,
    startedAt: isoOf(attempt.startedAt),
    tookMs: attempt.tookMs,
    result: attempt.result,
    reason: attempt.reason,
    detail: attempt.detail,
  };
}
