/** One way to the API: JSON in, JSON out, key and language in the headers, every failure an ApiFailure, nothing waits for ever. */
import type { Language } from '../settings/settings.ts';
import { ApiFailure, isProblem } from './problem.ts';
import type { Session } from './session.ts';

const PREFIX = '/api/v1';
const TIMEOUT_MS = 20_000;

type Query = Readonly<Record<string, string | number | null | undefined>>;

interface RequestOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface ApiClient {
  readonly get: <T>(path: string, options?: RequestOptions) => Promise<T>;
  /** Null where there is no such thing. */
  readonly find: <T>(path: string, options?: RequestOptions) => Promise<T | null>;
  readonly post: <T>(path: string, options?: RequestOptions) => Promise<T>;
  readonly put: <T>(path: string, options?: RequestOptions) => Promise<T>;
  readonly remove: (path: string) => Promise<void>;
}

export function createApiClient(session: Session, send: typeof fetch, language: () => Language): ApiClient {
  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const { key } = session.get();
    const signals = [AbortSignal.timeout(TIMEOUT_MS), ...(options.signal ? [options.signal] : [])];
    const init: RequestInit = {
      method,
      signal: AbortSignal.any(signals),
      headers: {
        'accept-language': language(),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    };
    let response: Response;
    try {
      response = await send(PREFIX + path + queryText(options.query), init);
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      throw new ApiFailure(0, timedOut ? 'timeout' : 'unreachable', null);
    }
    const answer = await readJson(response);
    if (response.ok) return answer as T;
    if (response.status === 401 && session.get().key === key) session.refuse();
    throw new ApiFailure(
      response.status,
      isProblem(answer) ? answer.code : 'unexpected-answer',
      isProblem(answer) ? answer : null,
    );
  }

  return {
    get: (path, options) => request('GET', path, options),
    find: async <T>(path: string, options?: RequestOptions) => {
      try {
        return await request<T>('GET', path, options);
      } catch (error) {
        if (error instanceof ApiFailure && error.status === 404) return null;
        throw error;
      }
    },
    post: (path, options) => request('POST', path, options),
    put: (path, options) => request('PUT', path, options),
    remove: async (path) => {
      await request('DELETE', path);
    },
  };
}

/** Null for an empty or non-JSON body (a proxy's error page): the status then speaks alone. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
