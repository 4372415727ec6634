/**
 * One POST to a provider. Guarantees: ends within `timeoutMs` as a whole, reads at most 64 kB of the answer, follows no redirect,
 * and never rejects for what a network or a server can do.
 */
import { request, type Dispatcher } from 'undici';
import type { DurationMs } from '../kernel/units.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { SendOutcome } from '../notify/delivery.ts';
import { BlockedAddressError } from './ssrf-guard.ts';

const ANSWER_LIMIT_BYTES = 64 * 1024;

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the first. */
  readonly header: (name: string) => string | null;
  /** At most ANSWER_LIMIT_BYTES of it. */
  readonly text: string;
}

interface HttpPost {
  readonly dispatcher: Dispatcher;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: DurationMs;
}

export async function httpPost(post: HttpPost): Promise<Result<HttpAnswer, SendOutcome>> {
  const signal = AbortSignal.timeout(post.timeoutMs);
  try {
    const answer = await request(post.url, {
      method: 'POST',
      dispatcher: post.dispatcher,
      headers: { 'user-agent': 'fxalert', ...post.headers },
      body: post.body,
      signal,
    });
    const text = await readAtMost(answer.body, ANSWER_LIMIT_BYTES);
    return ok({
      status: answer.statusCode,
      header: (name) => [answer.headers[name] ?? null].flat()[0] ?? null,
      text,
    });
  } catch (error) {
    return err(failureOf(error, signal.aborted));
  }
}

/**
 * A longer answer is cut, and the connection closed rather than drained. One that breaks off counts as far as it came: the status has
 * said already whether the message was taken, and sending it again would show it twice.
 */
async function readAtMost(body: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch (error) {
    if (chunks.length === 0) chunks.push(Buffer.from(`(answer broke off: ${String(error)})`));
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failureOf(error: unknown, timedOut: boolean): SendOutcome {
  const blocked = causes(error).find((cause) => cause instanceof BlockedAddressError);
  // A name may point elsewhere tomorrow, so this is tried again like any other trouble of the network.
  if (blocked !== undefined) return { result: 'retry', reason: 'blocked-address', detail: blocked.message };
  const cause = causes(error).at(-1);
  const detail = cause === undefined ? String(error) : describe(cause);
  const late = timedOut || /timeout/i.test(cause?.name ?? '');
  return { result: 'retry', reason: late ? 'timeout' : 'network', detail };
}

/** An error, what caused it, and so on. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let next = error; next instanceof Error && found.length < 5; next = next.cause) found.push(next);
  return found;
}

function describe(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const inner = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message;
  return (code + inner).slice(0, 500);
}
