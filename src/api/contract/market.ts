/** Prices: instruments, quotes, candles, indicators, and the live stream. */
import { z } from 'zod';
import { Instant, InstrumentName } from './common.ts';
import type { EventView } from './events.ts';

export const InstrumentView = z.strictObject({
  id: z.string(),
  base: z.string(),
  quote: z.string(),
  digits: z.int(),
  pip: z.number(),
  /** Whether the running feed delivers it. */
  live: z.boolean(),
});
export type InstrumentView = z.infer<typeof InstrumentView>;

export const QuoteView = z.strictObject({
  instrument: z.string(),
  bid: z.number(),
  ask: z.number(),
  at: Instant,
  spreadPips: z.number(),
  /** Since the FX day began at 17:00 New York, on bid; null before the first tick of the day. */
  dayChangePercent: z.number().nullable(),
  simulated: z.boolean(),
});
export type QuoteView = z.infer<typeof QuoteView>;

export const CandleView = z.strictObject({
  at: Instant,
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});
export type CandleView = z.infer<typeof CandleView>;
export const CandleQuery = z.strictObject({
  timeframe: z.string().max(8).default('M5'),
  price: z.enum(['bid', 'ask', 'mid']).default('bid'),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  /** Candles that opened before this instant; the newest when left out. */
  before: Instant.optional(),
});
export const CandleAnswer = z.strictObject({
  instrument: z.string(),
  timeframe: z.string(),
  price: z.enum(['bid', 'ask', 'mid']),
  candles: z.array(CandleView),
  forming: CandleView.nullable(),
});

export const IndicatorQuery = CandleQuery.extend({
  indicator: z.string().max(200).describe('As in a condition: rsi(14), bb(20, 2)'),
});
export const IndicatorAnswer = z.strictObject({
  instrument: z.string(),
  timeframe: z.string(),
  indicator: z.string().describe('Canonical'),
  outputs: z.array(z.string()),
  dimensions: z.array(z.string()).describe('What each output measures, as in the catalog'),
  overlay: z.boolean().describe('Drawn over the price, or apart from it'),
  values: z.array(z.strictObject({ at: Instant, values: z.array(z.number().nullable()) })),
});
export type IndicatorAnswer = z.infer<typeof IndicatorAnswer>;

export const IndicatorCatalogEntry = z.strictObject({
  name: z.string(),
  title: z.strictObject({ en: z.string(), ja: z.string() }),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['integer', 'number', 'choice']),
      default: z.union([z.number(), z.string()]),
      min: z.number().nullable(),
      max: z.number().nullable(),
      choices: z.array(z.string()),
    }),
  ),
  outputs: z.array(z.strictObject({ name: z.string(), dimension: z.string() })),
  overlay: z.boolean(),
  needsVolume: z.boolean(),
  warmUp: z.int().describe('Closed candles with default parameters'),
  convention: z.string(),
  source: z.string(),
});

export const StatusView = z.strictObject({
  version: z.string(),
  feed: z.strictObject({
    name: z.string(),
    state: z.enum(['connecting', 'live', 'stale', 'closed', 'down']),
    simulated: z.boolean(),
    notice: z
      .string()
      .nullable()
      .describe('What the feed wants users to know, in English, behind its code: `market-closed: …`'),
    noticeIn: z
      .strictObject({ en: z.string(), ja: z.string() })
      .nullable()
      .describe('The same in each language, without the code'),
    lastTickAt: Instant.nullable(),
    ageMs: z.number().nullable(),
  }),
  /** Market time of the engine. */
  marketTime: Instant.nullable(),
  marketOpen: z.boolean(),
  alertsArmed: z.int(),
  deliveries: z.strictObject({ pending: z.int(), sending: z.int(), sent: z.int(), dead: z.int() }),
  rejectedTicks: z.record(z.string(), z.int()),
});
export type StatusView = z.infer<typeof StatusView>;

/** POST /ingest/v1/ticks, protocols of push sources (a MetaTrader bridge among them). */
export const IngestRequest = z.strictObject({
  source: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/),
  seq: z.int().min(0),
  ticks: z
    .array(
      z.strictObject({
        symbol: z.string().min(1).max(40),
        bid: z.union([z.string(), z.number()]),
        ask: z.union([z.string(), z.number()]),
        time_msc: z.int(),
        server_time: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(5000),
});
export const IngestAnswer = z.strictObject({
  accepted: z.int(),
  last_seq: z.int(),
  rejected: z.array(z.strictObject({ index: z.int(), reason: z.string(), message: z.string() })),
  /** Accepted, but worth a look: older than 30 s. */
  flagged: z.array(z.strictObject({ index: z.int(), reason: z.string(), message: z.string() })).optional(),
});

export const InstrumentParams = z.strictObject({ instrument: InstrumentName });

/** GET /api/v1/stream: server-sent events. `event:` is the type, `data:` the JSON of that type's payload. */
export type StreamMessage =
  /** At most one per instrument in 100 ms. */
  | { readonly type: 'quotes'; readonly data: readonly QuoteView[] }
  | {
      readonly type: 'candle';
      readonly data: {
        readonly instrument: string;
        readonly timeframe: string;
        readonly price: string;
        readonly candle: CandleView;
      };
    }
  | { readonly type: 'event'; readonly data: EventView }
  /** A delivery changed: fetch the event again. */
  | {
      readonly type: 'delivery';
      readonly data: {
        readonly eventId: string;
        readonly delivery: EventView['deliveries'][number];
      };
    }
  | { readonly type: 'alert'; readonly data: { readonly id: string; readonly status: string } }
  | { readonly type: 'status'; readonly data: StatusView };
