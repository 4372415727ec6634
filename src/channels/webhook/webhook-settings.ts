/** Settings of a webhook channel. */
import { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AllowList } from '../allow-list.ts';
import { problemsOf, type SettingsProblem } from '../settings-problem.ts';
import { checkTargetUrl } from '../ssrf-guard.ts';
import { SECRET_PREFIX } from './signature.ts';

/** Standard Webhooks: a key of 24 to 64 bytes. */
const KEY_BYTES = { min: 24, max: 64 };

const Shape = z.strictObject({
  url: z.string({ error: 'the URL to call is missing' }).min(1).max(2_000),
  secret: z.string({ error: 'the signing secret is missing' }).refine(isSecret, {
    error: `must be "${SECRET_PREFIX}" and ${KEY_BYTES.min} to ${KEY_BYTES.max} bytes in base64`,
  }),
});
export type WebhookSettings = z.infer<typeof Shape>;

export function parseWebhookSettings(
  settings: unknown,
  allow: AllowList,
): Result<WebhookSettings, readonly SettingsProblem[]> {
  const parsed = Shape.safeParse(settings);
  if (!parsed.success) return err(problemsOf(parsed.error));
  const url = checkTargetUrl(parsed.data.url, allow);
  return url.ok ? ok(parsed.data) : err([{ path: '/url', message: url.error }]);
}

function isSecret(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIX)) return false;
  const encoded = text.slice(SECRET_PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false;
  const { length } = Buffer.from(encoded, 'base64');
  return length >= KEY_BYTES.min && length <= KEY_BYTES.max;
}
