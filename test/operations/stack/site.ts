/** What the proofs ask of a running product behind nginx, however it was started: in containers, or natively where no engine starts. */
import { Agent, fetch, type Response } from 'undici';
import type { Ran } from '../../support/shell.ts';

export interface Site extends Outside {
  /** Has monitoring/, docs/ and logs/nginx/. */
  readonly folder: string;
  readonly ports: { readonly http: number; readonly https: number; readonly prometheus: number };
  run(command: string): Promise<Ran>;
  /** A new admin key. */
  newKey(): Promise<string>;
  /** What the API has logged. */
  apiLog(): Promise<string>;
  /** Bytes of a file that nginx serves, as it lies on disk. */
  pageFileBytes(path: string): Promise<number>;
}

/** Through nginx, over TLS, without following redirects; the certificate may be self-signed. */
interface Outside {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (path: string, key: string, body: unknown) => Promise<Response>;
}

/** `keeps`: one connection for all requests, as programs and browsers do, instead of one for each. */
export function outside(
  httpsPort: number,
  { keeps = false } = {},
): Outside & { readonly close: () => Promise<void> } {
  const dispatcher = new Agent({
    ...(keeps ? { connections: 1, keepAliveTimeout: 60_000 } : { pipelining: 0 }),
    connect: { rejectUnauthorized: false },
  });
  const base = `https://127.0.0.1:${httpsPort}`;
  return {
    get: (path, headers = {}) => fetch(`${base}${path}`, { dispatcher, headers, redirect: 'manual' }),
    post: (path, key, body) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        dispatcher,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    // A response that nobody read to its end would be waited for.
    close: () => dispatcher.destroy(),
  };
}

/** The key in what `fxalert keys create` prints. */
export function keyIn(output: string): string {
  const key = /"key":"(fxa_[^"]+)"/.exec(output)?.[1];
  if (key === undefined) throw new Error(`no key in: ${output}`);
  return key;
}
