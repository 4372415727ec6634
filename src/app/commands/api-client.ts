/** The running product over its API, for commands that edit or read what it holds. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../api/contract/common.ts';
import { BadInput, say } from './output.ts';

export interface ApiOptions {
  readonly url: string;
  readonly key: string | undefined;
}

/** Longer than the server takes for the longest answer. */
const TIMEOUT_MS = 40_000;
/** A large file over a slow line. */
const DOWNLOAD_MS = 3_600_000;

interface Asked {
  readonly body: unknown;
  readonly timeoutMs: number;
}

export class ApiClient {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    if (options.key === undefined || options.key === '') {
      throw new BadInput('an API key is needed: --key fxa_… or FXALERT_KEY (fxalert keys create makes one)');
    }
    this.#options = options;
  }

  /** Refusals of the API are bad input, in its own words. */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#fetch(method, path, { body, timeoutMs: TIMEOUT_MS });
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  /** A file, as it comes. */
  async download(path: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#fetch('GET', path, { body: undefined, timeoutMs: DOWNLOAD_MS });
    return body ?? new Blob([]).stream();
  }

  /** Waits where the requests of a minute are used up: whoever exports a million alerts asks more often than that. */
  async #fetch(method: string, path: string, asked: Asked): Promise<Response> {
    for (;;) {
      const response = await this.#send(method, path, asked);
      if (response.ok) return response;
      if (response.status !== 429 || response.headers.get('x-ratelimit-remaining') !== '0')
        throw new BadInput(sentenceOf((await response.json()) as Problem));
      const seconds = Number(response.headers.get('retry-after'));
      say(`the API takes no more requests in this minute: going on in ${seconds} s`);
      await response.body?.cancel();
      await sleep(seconds * 1_000);
    }
  }

  async #send(method: string, path: string, { body, timeoutMs }: Asked): Promise<Response> {
    const { url, key } = this.#options;
    try {
      return await fetch(new URL(`/api/v1${path}`, url), {
        method,
        headers: {
          authorization: `Bearer ${key ?? ''}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      const cause = (error as Error & { cause?: Error }).cause?.message ?? (error as Error).message;
      throw new BadInput(
        `${url} does not answer (${cause}): start it with "fxalert up", or name it with --url`,
      );
    }
  }

  /** Every page of a list. */
  async *pages<T>(path: string): AsyncGenerator<T> {
    const join = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; next: string | null } = await this.request(
        'GET',
        `${path}${join}limit=500${at}`,
      );
      yield* page.items;
      cursor = page.next;
    }
  }
}

function sentenceOf(problem: Problem): string {
  const fields = (problem.errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  return `${problem.title}: ${problem.detail}${fields}`;
}
