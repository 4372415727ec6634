/** Health probes. */
import { z } from 'zod';

export const Health = z.strictObject({
  status: z.enum(['ok', 'not-ready']),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type Health = z.infer<typeof Health>;
