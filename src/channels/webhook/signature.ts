/** Standard Webhooks 1.0.0 signatures (symmetric, `v1`). Receivers verify with any of that standard's libraries. */
import { createHmac, randomBytes } from 'node:crypto';

export const SECRET_PREFIX = 'whsec_';

/** Signs the exact bytes that are sent. `secret` with or without its prefix. */
export function signWebhook(secret: string, id: string, unixSeconds: number, body: string): string {
  const key = Buffer.from(secret.replace(SECRET_PREFIX, ''), 'base64');
  const digest = createHmac('sha256', key).update(`${id}.${unixSeconds}.${body}`).digest('base64');
  return `v1,${digest}`;
}

/** A new secret of 32 random bytes. */
export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64');
}
