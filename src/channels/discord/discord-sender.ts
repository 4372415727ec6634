/**
 * A post to a Discord webhook. `wait=true`, because without it Discord answers 204 also for messages it then fails to save.
 * Discord knows no idempotency key: an attempt that timed out after it was accepted may show twice; the key stands in the footer.
 *
 *   2xx ok · 429 retry-after · 401, 404, 410 and a 403 of Discord's own gone · 3xx, 5xx and a 403 of a proxy retry · other 4xx rejected
 */
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { SECOND_MS, type DurationMs, type EpochMs } from '../../kernel/units.ts';
import type { Sender } from '../../notify/channel.ts';
import type { SendOutcome } from '../../notify/delivery.ts';
import { answerDetail, retryAfterMs, withoutSecrets } from '../http-outcome.ts';
import { httpPost, type HttpAnswer } from '../http-post.ts';
import { discordBody } from './discord-body.ts';
import { discordToken, type DiscordSettings } from './discord-settings.ts';

/** For a 429 that does not say how long: Cloudflare's limits last about this long. */
const UNNAMED_REST_MS = (60 * SECOND_MS) as DurationMs;

export function createDiscordSender(
  settings: DiscordSettings,
  ports: { readonly dispatcher: Dispatcher; readonly clock: Clock },
): Sender {
  const url = new URL(settings.url);
  url.searchParams.set('wait', 'true');
  if (settings.threadId !== undefined) url.searchParams.set('thread_id', settings.threadId);
  const secrets = [discordToken(settings)];
  return {
    async send(message, timeoutMs) {
      const answer = await httpPost({
        dispatcher: ports.dispatcher,
        url: url.href,
        timeoutMs,
        headers: { 'content-type': 'application/json' },
        body: discordBody(message, settings),
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
  const json = parseJson(answer.text);
  if (status >= 200 && status < 300) {
    const posted = Posted.safeParse(json);
    const pauseMs = pauseOf(answer, clock.now());
    return {
      result: 'ok',
      reference: posted.success ? posted.data.id : null,
      ...(pauseMs === null ? {} : { pauseMs }),
    };
  }
  const detail = answerDetail(answer, secrets);
  if (status === 429) {
    const limited = RateLimited.safeParse(json);
    const afterMs = limited.success
      ? (Math.ceil(limited.data.retry_after * SECOND_MS) as DurationMs)
      : (retryAfterMs(answer.header('retry-after'), clock.now()) ?? UNNAMED_REST_MS);
    return { result: 'retry-after', reason: 'rate-limited', detail, afterMs };
  }
  if (status === 404 || status === 410) return { result: 'gone', reason: 'not-found', detail };
  if (status === 401) return { result: 'gone', reason: 'unauthorized', detail };
  if (status === 403) {
    const fromDiscord = json !== null;
    return { result: fromDiscord ? 'gone' : 'retry', reason: 'unauthorized', detail };
  }
  if (status >= 400 && status < 500) return { result: 'rejected', reason: 'http-4xx', detail };
  const reason = status >= 500 ? 'http-5xx' : 'http-3xx';
  const afterMs = retryAfterMs(answer.header('retry-after'), clock.now());
  return afterMs === null
    ? { result: 'retry', reason, detail }
    : { result: 'retry-after', reason, detail, afterMs };
}

const Posted = z.object({ id: z.string().max(40) });
const RateLimited = z.object({ retry_after: z.number().min(0) });

/** An empty bucket is waited out before the next post, rather than run into. */
function pauseOf(answer: HttpAnswer, now: EpochMs): DurationMs | null {
  if (answer.header('x-ratelimit-remaining') !== '0') return null;
  return retryAfterMs(answer.header('x-ratelimit-reset-after'), now);
}

/** null for what is no JSON, such as a proxy's HTML page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
