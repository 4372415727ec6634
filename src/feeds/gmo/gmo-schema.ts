/**
 * Frames and answers of GMO Coin's public FX API as documented on 2025-09-30 (api.coin.z.com/fxdocs), and as seen: prices are strings,
 * stamps carry microseconds, keys come in any order, a failure has `messages` in place of `data` and mostly HTTP status 200.
 * Unknown extra fields are let pass: the provider may add some.
 */
import { z } from 'zod';

const Decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/)
  .transform(Number);
const SymbolName = z.string().regex(/^[A-Z]{3}_[A-Z]{3}$/);
/** Date.parse cuts beyond the millisecond. */
const Stamp = z.iso.datetime().transform((text) => Date.parse(text));

export const Quote = z.object({
  symbol: SymbolName,
  ask: Decimal,
  bid: Decimal,
  timestamp: Stamp,
  status: z.enum(['OPEN', 'CLOSE']),
});
export type Quote = z.infer<typeof Quote>;

/** A frame that says what went wrong: `{"error":"ERR-5003 Request too many."}`. */
export const ErrorFrame = z.object({ error: z.string() });

export const Failure = z.object({
  status: z.int(),
  messages: z.array(z.object({ message_code: z.string(), message_string: z.string() })).min(1),
});

const answerOf = <T extends z.ZodType>(data: T) =>
  z.object({ status: z.literal(0), data, responsetime: Stamp });

export const StatusAnswer = answerOf(z.object({ status: z.enum(['MAINTENANCE', 'CLOSE', 'OPEN']) }));

/** /ticker, /symbols and /klines. Rows are checked one by one: a broken row must not cost the others. */
export const RowsAnswer = answerOf(z.array(z.unknown()));

export const SymbolRow = z.object({ symbol: SymbolName, tickSize: Decimal });

export const Kline = z
  .object({
    openTime: z
      .string()
      .regex(/^\d{12,14}$/)
      .transform(Number),
    open: Decimal,
    high: Decimal,
    low: Decimal,
    close: Decimal,
  })
  .refine(
    ({ open, high, low, close }) => low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close),
  );
export type Kline = z.infer<typeof Kline>;
