/** Alerts: the definition a user writes, its state, checking and the dry run. */
import { z } from 'zod';
import { Instant, InstrumentName, PageQuery, Problem, pageOf } from './common.ts';

/** `30s`, `5m`, `4h`, `2d`. */
const DurationText = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/)
  .describe('30s, 5m, 4h, 2d');
/** `2 pips`, `0.5 atr`. */
const HysteresisText = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(pips?|atr)$/)
  .describe('2 pips, 0.5 atr');

export const AlertInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  instruments: z.array(InstrumentName).min(1).max(100),
  price: z.enum(['bid', 'ask', 'mid']).default('bid'),
  when: z.string().min(1).max(2048).describe('The condition, in the condition language'),
  frequency: z.enum(['once', 'every', 'once-per-bar', 'at-close']).default('every'),
  cooldown: DurationText.nullable().default(null),
  hysteresis: HysteresisText.nullable().default(null),
  maxFirings: z.int().min(1).max(1_000_000).nullable().default(null),
  expiresAt: Instant.nullable().default(null),
  expiryWarning: DurationText.nullable().default(null).describe('How long before expiresAt an event says so'),
  confirm: z
    .boolean()
    .default(false)
    .describe('A firing within a candle is followed at its close by one event, confirmed or failed'),
  arms: z
    .array(z.string().min(1).max(120))
    .max(20)
    .default([])
    .describe('Names or ids of alerts on standby that a firing arms'),
  standby: z.boolean().default(false).describe('Waits until another alert arms it'),
  onArm: z.enum(['wait', 'fire']).default('wait'),
  severity: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
  channels: z.array(z.string().min(1).max(60)).max(20).default([]),
  tags: z.array(z.string().min(1).max(40)).max(20).default([]),
  message: z.string().max(500).nullable().default(null),
});
export type AlertInput = z.infer<typeof AlertInput>;
/** What a client sends: defaults may be left out. */
export type AlertDraft = z.input<typeof AlertInput>;

const AlertStatusName = z.enum(['armed', 'paused', 'done', 'expired']);

/** Why an armed alert cannot be decided now: an operand that is not known yet. */
export const UnknownOperand = z.strictObject({
  operand: z.string(),
  reason: z.enum(['warming-up', 'no-quote', 'stale']),
  /** Closed candles still missing, for warming-up. */
  candlesMissing: z.int().nullable(),
});

/** What an alert refers to and nobody answers to. */
const AlertWarning = z.strictObject({
  code: z.literal('arms-nobody'),
  /** In `arms`, of no alert on standby. */
  name: z.string(),
  message: z.string(),
});
export type AlertWarning = z.infer<typeof AlertWarning>;

export const AlertView = AlertInput.extend({
  id: z.string(),
  revision: z.int(),
  status: AlertStatusName,
  createdAt: Instant,
  updatedAt: Instant,
  lastFiredAt: Instant.nullable(),
  firings: z.int(),
  kind: z.enum(['state', 'pulse']),
  /** `changes when an H1 candle of EURUSD closes`, as data. */
  clock: z.strictObject({
    ticks: z.array(z.string()),
    closes: z.array(z.strictObject({ instrument: z.string(), timeframe: z.string() })),
  }),
  /** Fixed price levels in the condition (`close@H1 crosses above 150`), for the chart. */
  levels: z.array(z.number()),
  /** Indicators in the condition and the candles they are read on (`bb(20, 2)` of H1 on bid), for the chart. */
  indicators: z.array(
    z.strictObject({
      instrument: z.string(),
      timeframe: z.string(),
      price: z.enum(['bid', 'ask', 'mid']),
      indicator: z.string().describe('Canonical, without output'),
    }),
  ),
  /** By instrument; empty when everything is known or the alert is not armed. */
  unknown: z.record(z.string(), z.array(UnknownOperand)),
  warnings: z.array(AlertWarning),
});
export type AlertView = z.infer<typeof AlertView>;

/** Made together: all of them or, when one cannot be used, none. */
export const AlertBatch = z.strictObject({ alerts: z.array(AlertInput).min(1).max(1_000) });
export type AlertBatch = z.infer<typeof AlertBatch>;
export const AlertBatchAnswer = z.strictObject({
  alerts: z
    .array(z.strictObject({ id: z.string(), name: z.string(), warnings: z.array(AlertWarning) }))
    .describe('In the order of the request'),
});
export type AlertBatchAnswer = z.infer<typeof AlertBatchAnswer>;

export const AlertPage = pageOf(AlertView);
export type AlertPage = z.infer<typeof AlertPage>;
export const AlertQuery = PageQuery.extend({
  status: AlertStatusName.optional(),
  instrument: InstrumentName.optional(),
  search: z.string().max(120).optional(),
});

/** An edit names the revision it was made from, so that two editors do not overwrite each other (409 `revision-conflict`). */
export const AlertEdit = AlertInput.extend({ revision: z.int().min(1) });

/** Market time in which the alert could not be judged, newest first. */
export const BlindTimes = z.array(
  z.strictObject({
    from: Instant,
    to: Instant,
    reason: z.enum(['no-feed']).describe('no-feed: no process read prices'),
  }),
);

/** A definition as it stood at one revision. */
export const AlertRevision = AlertInput.extend({ revision: z.int(), at: Instant });
export type AlertRevision = z.infer<typeof AlertRevision>;

export const CheckRequest = z.strictObject({
  when: z.string().max(4096),
  instrument: InstrumentName.optional().describe('For operands that do not name one'),
  price: z.enum(['bid', 'ask', 'mid']).default('bid'),
});
export const CheckAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    text: z.string().describe('Canonical form'),
    kind: z.enum(['state', 'pulse']),
    clock: AlertView.shape.clock,
    instruments: z.array(z.string()),
    warmUp: z.array(z.strictObject({ instrument: z.string(), timeframe: z.string(), candles: z.int() })),
    levels: z.array(z.number()),
    indicators: AlertView.shape.indicators,
    /** Value of each operand now; null when unknown. */
    operands: z.record(z.string(), z.number().nullable()),
  }),
  z.strictObject({ ok: z.literal(false), error: Problem.shape.condition.unwrap() }),
]);
export type CheckAnswer = z.infer<typeof CheckAnswer>;

export const DryRunRequest = z.strictObject({ alert: AlertInput, days: z.int().min(1).max(365).default(30) });
export const DryRunAnswer = z.strictObject({
  from: Instant,
  to: Instant,
  /** `ticks`: exact. `candles`: ticks of that time are not kept; each candle was walked open, low/high, close. */
  basis: z.enum(['ticks', 'candles', 'mixed', 'none']),
  /** Days for which there was any data. */
  daysCovered: z.number(),
  steps: z.int(),
  tookMs: z.number(),
  firings: z.array(
    z.strictObject({
      at: Instant,
      instrument: z.string(),
      bid: z.number().nullable(),
      ask: z.number().nullable(),
    }),
  ),
  /** More fired than are listed (at most 1,000 are). */
  count: z.int(),
  perWeek: z.number().nullable().describe('null where less than a day was covered'),
});
export type DryRunAnswer = z.infer<typeof DryRunAnswer>;
