/**
 * GET calls of GMO Coin's public FX API. Paced, time-limited, and tried again up to five times where trying again can help: connection
 * resets (the provider's firewall drops some), time-outs, 429, 5xx, ERR-5003. Every outcome is a value; nothing throws.
 */
import { request } from 'undici';
import type { z } from 'zod';
import type { Random } from '../../kernel/random.ts';
import { type Result, err, ok } from '../../kernel/result.ts';
import { pause } from '../pause.ts';
import { Failure, RowsAnswer, StatusAnswer } from './gmo-schema.ts';
import type { GmoTimings } from './gmo-timings.ts';

export interface GmoFailure {
  readonly reason:
    'unreachable' | 'maintenance' | 'too-many-calls' | 'not-found' | 'refused' | 'malformed' | 'stopped';
  readonly message: string;
}
type Answer<T> = Promise<Result<T, GmoFailure>>;

interface GmoRestOptions {
  /** Without version: `https://forex-api.coin.z.com/public`. */
  readonly restUrl: string;
  readonly timings: GmoTimings;
  readonly random: Random;
}

export interface KlinesQuery {
  readonly symbol: string;
  readonly priceType: 'BID' | 'ASK';
  readonly interval: string;
  /** YYYYMMDD up to an hour, YYYY beyond. */
  readonly date: string;
}

const GET_RETRIES = 5;
/** A day of minutes is 160 kB. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

interface Attempt<T> {
  readonly result: Result<T, GmoFailure>;
  readonly retry: boolean;
  /** The provider's own wish. */
  readonly waitMs?: number;
}

export class GmoRest {
  readonly #options: GmoRestOptions;
  #nextStartMs = 0;

  constructor(options: GmoRestOptions) {
    this.#options = options;
  }

  status(signal: AbortSignal, retries = GET_RETRIES): Answer<z.infer<typeof StatusAnswer>> {
    return this.#get('status', { schema: StatusAnswer, signal, retries });
  }

  ticker(signal: AbortSignal): Answer<z.infer<typeof RowsAnswer>> {
    return this.#get('ticker', { schema: RowsAnswer, signal });
  }

  symbols(signal: AbortSignal): Answer<z.infer<typeof RowsAnswer>> {
    return this.#get('symbols', { schema: RowsAnswer, signal });
  }

  klines(query: KlinesQuery, signal: AbortSignal): Answer<z.infer<typeof RowsAnswer>> {
    const parameters = new URLSearchParams({ ...query }).toString();
    return this.#get(`klines?${parameters}`, { schema: RowsAnswer, signal });
  }

  async #get<S extends z.ZodType>(
    path: string,
    options: { readonly schema: S; readonly signal: AbortSignal; readonly retries?: number },
  ): Answer<z.infer<S>> {
    const { signal, retries = GET_RETRIES } = options;
    const { retryMs } = this.#options.timings;
    for (let tried = 0; ; tried++) {
      await this.#pace(signal);
      if (signal.aborted) return err({ reason: 'stopped', message: 'the feed was stopped' });
      const { result, retry, waitMs } = await this.#attempt(path, options.schema, signal);
      if (result.ok || !retry || tried >= retries) return result;
      const jitter = 0.75 + 0.5 * this.#options.random.uniform();
      await pause(waitMs ?? retryMs * 2 ** tried * jitter, signal);
    }
  }

  async #pace(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const startMs = Math.max(now, this.#nextStartMs);
    this.#nextStartMs = startMs + this.#options.timings.requestSpacingMs;
    if (startMs > now) await pause(startMs - now, signal);
  }

  async #attempt<S extends z.ZodType>(
    path: string,
    schema: S,
    signal: AbortSignal,
  ): Promise<Attempt<z.infer<S>>> {
    const { restUrl, timings } = this.#options;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timings.requestTimeoutMs)]);
    let status: number;
    let body: string;
    let retryAfter: string | undefined;
    try {
      const response = await request(`${restUrl}/v1/${path}`, { signal: limit });
      status = response.statusCode;
      retryAfter = String(response.headers['retry-after'] ?? '') || undefined;
      body = await readBody(response.body);
    } catch (error) {
      const message = `GET ${path}: ${describe(error)}`;
      return { result: err({ reason: signal.aborted ? 'stopped' : 'unreachable', message }), retry: true };
    }
    return this.#judge({ path, status, body, retryAfter }, schema);
  }

  #judge<S extends z.ZodType>(
    answer: {
      readonly path: string;
      readonly status: number;
      readonly body: string;
      readonly retryAfter: string | undefined;
    },
    schema: S,
  ): Attempt<z.infer<S>> {
    const { path, status, body, retryAfter } = answer;
    const refuse = (reason: GmoFailure['reason'], text: string, retry: boolean): Attempt<z.infer<S>> => ({
      result: err({ reason, message: `GET ${path}: ${text}`.slice(0, 300) }),
      retry,
    });
    if (status === 404) return refuse('not-found', 'HTTP 404', false);
    if (status === 429) return { ...refuse('too-many-calls', 'HTTP 429', true), ...this.#wish(retryAfter) };
    let raw: unknown;
    try {
      raw = JSON.parse(body);
    } catch {
      return refuse(status >= 500 ? 'unreachable' : 'malformed', `HTTP ${status}, no JSON: ${body}`, true);
    }
    const failure = Failure.safeParse(raw);
    if (failure.success) {
      const { message_code: code, message_string: text } = failure.data.messages[0]!;
      if (code === 'ERR-5201' || code === 'ERR-5202') return refuse('maintenance', `${code} ${text}`, false);
      if (code === 'ERR-5003') return refuse('too-many-calls', `${code} ${text}`, true);
      if (code === 'ERR-5204' || code === 'ERR-5207') return refuse('not-found', `${code} ${text}`, false);
      return refuse('refused', `${code} ${text}`, false);
    }
    if (status !== 200) return refuse('unreachable', `HTTP ${status}`, status >= 500);
    const parsed = schema.safeParse(raw);
    if (!parsed.success) return refuse('malformed', `${parsed.error.issues[0]?.message}: ${body}`, false);
    return { result: ok(parsed.data), retry: false };
  }

  #wish(retryAfter: string | undefined): { readonly waitMs?: number } {
    const seconds = Number(retryAfter);
    if (retryAfter === undefined || !(seconds >= 0)) return {};
    return { waitMs: Math.min(seconds * 1_000, this.#options.timings.retryAfterMaxMs) };
  }
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function describe(error: unknown): string {
  const { code, message, name } = error as NodeJS.ErrnoException;
  return name === 'TimeoutError' ? 'no answer in time' : (code ?? message);
}
