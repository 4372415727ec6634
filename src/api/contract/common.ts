/** Shapes shared by all routes. Every instant in the API is ISO-8601 UTC with milliseconds; every object refuses unknown fields. */
import { z } from 'zod';

export const Instant = z.iso.datetime({ precision: 3 }).describe('ISO-8601 UTC with milliseconds');
export const InstrumentName = z
  .string()
  .regex(/^[A-Z0-9]{3,20}$/)
  .describe('Base and quote without a separator: EURUSD');

/** application/problem+json (RFC 9457) with a stable `code`. */
export const Problem = z.strictObject({
  type: z.string().describe('about:blank, or a page that explains the code'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable: program against this'),
  detail: z.string(),
  /** Field errors; `path` is a JSON pointer into the body or `query/name`. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** For code `condition`: where and why. */
  condition: z
    .strictObject({
      code: z.enum(['syntax', 'unknown-name', 'type', 'not-available-yet', 'limit']),
      message: z.string(),
      line: z.int(),
      column: z.int(),
      length: z.int(),
      suggestion: z.string().nullable(),
    })
    .optional(),
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last'),
  });
