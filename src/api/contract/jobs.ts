/** Work that takes longer than an answer may: asked for, watched, cancelled, and its result. */
import { z } from 'zod';
import { AlertInput } from './alerts.ts';
import { Instant, InstrumentName, PageQuery, pageOf } from './common.ts';

const range = {
  from: Instant,
  to: Instant.describe('Not included'),
};
const format = z.enum(['csv', 'jsonl']).default('csv').describe('csv can be imported and replayed again');

export const JobRequest = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('dry-run'),
      alert: AlertInput,
      days: z.int().min(1).max(3_650).default(365),
      to: Instant.optional().describe('Where the days end; market time now by default'),
    })
    .describe('What an alert would have done over years'),
  z
    .strictObject({
      kind: z.literal('export-candles'),
      instrument: InstrumentName,
      timeframe: z
        .string()
        .max(12)
        .default('H1')
        .describe('A recorded one: M1, M5, M15, M30, H1, H4, D1, W1, MN1'),
      price: z.enum(['bid', 'ask', 'mid']).default('bid'),
      ...range,
      format,
    })
    .describe('Recorded candles as a file'),
  z
    .strictObject({ kind: z.literal('export-ticks'), instrument: InstrumentName, ...range, format })
    .describe('Recorded ticks as a file'),
  z
    .strictObject({
      kind: z.literal('export-events'),
      alert: z.string().min(1).max(80).optional(),
      instrument: InstrumentName.optional(),
      ...range,
      format,
    })
    .describe('What fired, the oldest first, as a file'),
  z
    .strictObject({ kind: z.literal('candle-repair'), ...range })
    .describe('Candles made again from recorded ticks, and put right where they differ'),
  z
    .strictObject({ kind: z.literal('gap-fill'), instrument: InstrumentName.optional(), ...range })
    .describe("Minutes without a candle, asked for from the feed's own history"),
]);
export type JobRequest = z.infer<typeof JobRequest>;
/** What a client sends: defaults may be left out. */
export type JobDraft = z.input<typeof JobRequest>;

const JobKind = z.enum([
  'dry-run',
  'export-candles',
  'export-ticks',
  'export-events',
  'candle-repair',
  'gap-fill',
]);
const JobStatus = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']);

export const JobView = z.strictObject({
  id: z.string(),
  kind: JobKind,
  status: JobStatus,
  /** 0 to 100. */
  progressPercent: z.number(),
  cancelling: z.boolean().describe('Asked to end, which takes a second at most'),
  /** As it was asked for. */
  request: z.record(z.string(), z.unknown()),
  requestedBy: z.string().describe('Name of the API key'),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  outcome: z.string().nullable().describe('One sentence: what was done, or why it failed'),
  /** Null until it is done, and for work that has none. */
  result: z
    .strictObject({
      href: z.string(),
      fileName: z.string(),
      contentType: z.string(),
      sizeBytes: z.int(),
    })
    .nullable(),
});
export type JobView = z.infer<typeof JobView>;
export const JobPage = pageOf(JobView);
export const JobQuery = PageQuery.extend({ status: JobStatus.optional(), kind: JobKind.optional() });
