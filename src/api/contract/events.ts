/** Firings, what happened to them, and channels. */
import { z } from 'zod';
import { Instant, InstrumentName, PageQuery, pageOf } from './common.ts';

export const DeliverySummary = z.strictObject({
  id: z.string(),
  channel: z.string(),
  status: z.enum(['pending', 'sending', 'sent', 'dead']),
  attempts: z.int(),
  reason: z.string().nullable(),
  sentAt: Instant.nullable(),
});

export const EventView = z.strictObject({
  id: z.string(),
  key: z.string(),
  alert: z.string(),
  revision: z.int(),
  name: z.string(),
  instrument: z.string(),
  kind: z.enum(['fired', 'confirmed', 'failed', 'expiring', 'expired']),
  at: Instant,
  recordedAt: Instant,
  late: z.boolean(),
  bid: z.number().nullable(),
  ask: z.number().nullable(),
  operands: z.record(z.string(), z.number().nullable()),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  tags: z.array(z.string()),
  message: z.string().nullable(),
  condition: z.string(),
  simulated: z.boolean(),
  deliveries: z.array(DeliverySummary),
});
export type EventView = z.infer<typeof EventView>;
export const EventPage = pageOf(EventView);
export type EventPage = z.infer<typeof EventPage>;
export const EventQuery = PageQuery.extend({
  alert: z.string().max(80).optional(),
  instrument: InstrumentName.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});

export const AttemptView = z.strictObject({
  number: z.int(),
  startedAt: Instant,
  tookMs: z.number(),
  result: z.enum(['ok', 'duplicate-ok', 'retry', 'retry-after', 'gone', 'rejected', 'quota']),
  reason: z.string().nullable(),
  detail: z.string(),
});
export const DeliveryView = DeliverySummary.extend({
  eventId: z.string(),
  idempotencyKey: z.string(),
  createdAt: Instant,
  dueAt: Instant,
  groupKey: z
    .string()
    .nullable()
    .describe('Idempotency key of the message that carried it together with others; null when it went alone'),
  log: z.array(AttemptView),
});
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveryPage = pageOf(DeliveryView.omit({ log: true }));
export const DeliveryQuery = PageQuery.extend({
  status: DeliverySummary.shape.status.optional(),
  channel: z.string().max(60).optional(),
  event: z.string().max(80).optional(),
});

/** Which deliveries go out again; `from` is included, `to` is not, both by when the delivery was made. */
export const RedeliverRequest = z.strictObject({
  status: z.enum(['sent', 'dead']).default('dead'),
  channel: z.string().max(60).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  limit: z.int().min(1).max(10_000).default(1_000),
});
export type RedeliverRequest = z.input<typeof RedeliverRequest>;
export const RedeliverAnswer = z.strictObject({
  redelivered: z.int().describe('As many as the limit: there may be more, ask again'),
});
export type RedeliverAnswer = z.infer<typeof RedeliverAnswer>;

const base = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/)
    .describe('Lower case letters, digits, - and _'),
  language: z.enum(['en', 'ja']).default('en'),
  zone: z
    .string()
    .max(60)
    .optional()
    .describe('IANA zone; Asia/Tokyo by default for Japanese, UTC for English'),
  enabled: z.boolean().default(true),
};
export const ChannelInput = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('console'), settings: z.strictObject({}).default({}) }),
  z.strictObject({
    ...base,
    type: z.literal('webhook'),
    settings: z.strictObject({
      url: z.url().max(2000),
      secret: z
        .string()
        .regex(/^whsec_[A-Za-z0-9+/=]{32,}$/)
        .optional()
        .describe('Made for you when left out'),
    }),
  }),
  z.strictObject({
    ...base,
    type: z.literal('discord'),
    settings: z.strictObject({
      url: z.url().max(2000),
      username: z.string().min(1).max(80).optional(),
      threadId: z.string().regex(/^\d+$/).optional(),
    }),
  }),
  z.strictObject({
    ...base,
    type: z.literal('email'),
    settings: z.strictObject({ to: z.array(z.email()).min(1).max(20) }),
  }),
]);
export type ChannelInput = z.infer<typeof ChannelInput>;
export type ChannelDraft = z.input<typeof ChannelInput>;

/** Secrets come back masked: the last four characters at most. */
export const ChannelView = z.strictObject({
  name: z.string(),
  type: z.enum(['console', 'webhook', 'discord', 'email']),
  settings: z.record(z.string(), z.unknown()),
  language: z.enum(['en', 'ja']),
  zone: z.string(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
});
export type ChannelView = z.infer<typeof ChannelView>;

export const TestSendAnswer = z.strictObject({
  result: AttemptView.shape.result,
  reason: z.string().nullable(),
  detail: z.string(),
  tookMs: z.number(),
});
