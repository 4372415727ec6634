/**
 * The product as its users start it: a process of its own, spoken to over HTTP and signals only.
 * Every wait ends with what the process has said so far, so that a failure on a busy machine can be read.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = fileURLToPath(new URL('../../bin/fxalert.mjs', import.meta.url));
const READY_MS = 60_000;
const POLL_MS = 50;

export type Settings = Readonly<Record<string, string>>;

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command from start to end. */
export function runCommand(args: readonly string[], settings: Settings = {}): Promise<Finished> {
  return new CommandProcess(args, settings).finished;
}

class CommandProcess {
  readonly finished: Promise<Finished>;
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;

  constructor(args: readonly string[], settings: Settings) {
    this.child = spawn(process.execPath, [BIN, ...args], {
      cwd: ROOT,
      env: { ...cleanEnvironment(), ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.finished = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }
}

export class ProductProcess {
  readonly #process: CommandProcess;
  readonly finished: Promise<Finished>;
  /** Shown on the first start only; given for the later ones. */
  key: string | null;
  #ended = false;

  /** Does not wait: `ready` does. */
  constructor(settings: Settings, key: string | null = null, args: readonly string[] = ['up']) {
    this.#process = new CommandProcess(args, {
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      PORT: '0',
      ...settings,
    });
    this.finished = this.#process.finished;
    this.key = key;
    void this.finished.then(
      () => (this.#ended = true),
      () => (this.#ended = true),
    );
  }

  static async start(settings: Settings, key: string | null = null): Promise<ProductProcess> {
    const product = new ProductProcess(settings, key);
    await product.ready();
    return product;
  }

  get stderr(): string {
    return this.#process.stderr;
  }

  get url(): string {
    const url = /API: (http:\/\/\S+)\/docs/.exec(this.stderr)?.[1];
    if (url === undefined) throw new Error(`no address yet:\n${this.stderr}`);
    return url;
  }

  async ready(): Promise<void> {
    await this.#until('ready', () => this.stderr.includes('  API: http'), READY_MS);
    this.readKey();
  }

  /** Takes the admin key from what the first start has said; null while it has not. */
  readKey(): string | null {
    this.key ??= /fxa_\S+/.exec(this.stderr)?.[0] ?? null;
    return this.key;
  }

  /** The answer's body; refusals throw. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(`/api/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  fetch(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.url), {
      signal: AbortSignal.timeout(30_000),
      ...options,
      headers: { ...(options.headers as Settings), authorization: `Bearer ${this.key ?? ''}` },
    });
  }

  /** Every page of a list. */
  async all<T>(path: string): Promise<readonly T[]> {
    const items: T[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page: { items: T[]; next: string | null } = await this.api('GET', `${path}?limit=500${cursor}`);
      items.push(...page.items);
      next = page.next;
    } while (next !== null);
    return items;
  }

  /** Asks again and again until the answer is not null. */
  async poll<T>(what: string, ask: () => Promise<T | null>, timeoutMs = 30_000): Promise<T> {
    let answer: T | null = null;
    await this.#until(what, async () => (answer = await ask()) !== null, timeoutMs);
    return answer!;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.child.kill(signal);
  }

  /** Ends without a trace of the process, whatever its state. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.finished;
  }

  async stop(): Promise<Finished> {
    this.signal('SIGTERM');
    return this.finished;
  }

  async #until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!(await holds())) {
      if (this.#ended) throw new Error(`the product ended before it was ${what}:\n${this.stderr}`);
      if (performance.now() > deadline)
        throw new Error(`not within ${timeoutMs} ms: ${what}\n${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** What the machine needs, and none of the product's settings that a developer may have set. */
function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_OPTIONS'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
