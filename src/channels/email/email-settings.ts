/** Settings of an e-mail channel; the mail server itself is the operator's (smtp-options.ts). */
import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import { problemsOf, type SettingsProblem } from '../settings-problem.ts';

/** What no address may hold: it would begin another header or another recipient. */
const UNSAFE = /[\r\n,;<>"\\\s]/;

const Shape = z.strictObject({
  to: z
    .array(
      z
        .string()
        .max(254)
        .refine((text) => z.email().safeParse(text).success && !UNSAFE.test(text), {
          error: (issue) => `"${String(issue.input).slice(0, 100)}" is no e-mail address`,
        }),
      { error: 'the list of addresses is missing' },
    )
    .min(1, 'at least one address')
    .max(20, 'at most 20 addresses'),
});
export type EmailSettings = z.infer<typeof Shape>;

export function parseEmailSettings(settings: unknown): Result<EmailSettings, readonly SettingsProblem[]> {
  const parsed = Shape.safeParse(settings);
  return parsed.success ? ok(parsed.data) : err(problemsOf(parsed.error));
}
