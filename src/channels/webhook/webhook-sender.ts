/**
 * A signed POST to the user's own server, by Standard Webhooks 1.0.0: `webhook-id` is the idempotency key and stays the same in every
 * attempt, so a receiver that keeps ids sees each delivery once.
 *
 *   2xx ok · 410 gone · 408, 425, 429 and 5xx retry, at Retry-After where given · 401, 403, 404 and 3xx retry: an endpoint of one's own
 *   comes back after a deployment · any other 4xx rejected
 */
import type { Dispatcher } from 'undici';
import type { Clock } from '../../kernel/clock.ts';
import type { Sender } from '../../notify/channel.ts';
import type { FailureReason, SendOutcome } from '../../notify/delivery.ts';
import { answerDetail, retryAfterMs, withoutSecrets } from '../http-outcome.ts';
import { httpPost, type HttpAnswer } from '../http-post.ts';
import { signWebhook } from './signature.ts';
import { webhookPayload } from './webhook-payload.ts';
import type { WebhookSettings } from './webhook-settings.ts';

export function createWebhookSender(
  settings: WebhookSettings,
  ports: { readonly dispatcher: Dispatcher; readonly clock: Clock },
): Sender {
  const secrets = [settings.secret, new URL(settings.url).search.slice(1)];
  return {
    async send(message, timeoutMs) {
      const body = webhookPayload(message);
      const seconds = Math.floor(ports.clock.now() / 1000);
      const answer = await httpPost({
        dispatcher: ports.dispatcher,
        url: settings.url,
        timeoutMs,
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': message.idempotencyKey,
          'webhook-timestamp': String(seconds),
          'webhook-signature': signWebhook(settings.secret, message.idempotencyKey, seconds, body),
        },
      });
      if (answer.ok) return outcomeOf(answer.value, secrets, ports.clock);
      const failure = answer.error;
      return 'detail' in failure ? { ...failure, detail: withoutSecrets(failure.detail, secrets) } : failure;
    },
    close: () => Promise.resolve(),
  };
}

function outcomeOf(answer: HttpAnswer, secrets: readonly string[], clock: Clock): SendOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { result: 'ok', reference: `HTTP ${status}` };
  const detail = answerDetail(answer, secrets);
  const reason = reasonOf(status);
  if (status === 410) return { result: 'gone', reason, detail };
  if (!isRetried(status)) return { result: 'rejected', reason, detail };
  const afterMs = retryAfterMs(answer.header('retry-after'), clock.now());
  return afterMs === null
    ? { result: 'retry', reason, detail }
    : { result: 'retry-after', reason, detail, afterMs };
}

const RETRIED_4XX: ReadonlySet<number> = new Set([401, 403, 404, 408, 425, 429]);

function isRetried(status: number): boolean {
  return status < 400 || status >= 500 || RETRIED_4XX.has(status);
}

function reasonOf(status: number): FailureReason {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'http-5xx';
  return status >= 400 ? 'http-4xx' : 'http-3xx';
}
