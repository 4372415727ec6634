/**
 * A user who makes and removes alerts while everything breaks. Every answer is a yes or a 503 and comes in time; what was answered with yes is
 * so at the end (I9). What got no answer may be either way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { ProductProcess } from '../../support/product-process.ts';

const EVERY_MS = 400;
/** As long as the API may wait for a feed to take the edit, twice. */
const ANSWER_MS = 25_000;

export class AcknowledgedEdits {
  readonly problems: string[] = [];
  readonly #api: () => ProductProcess;
  readonly #stop = new AbortController();
  readonly #there = new Set<string>();
  readonly #gone = new Set<string>();
  #running: Promise<void> = Promise.resolve();
  #refused = 0;
  #longestMs = 0;
  #made = 0;

  constructor(api: () => ProductProcess) {
    this.#api = api;
  }

  start(): void {
    this.#running = this.#edit();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  get summary(): string {
    const [made, removed] = [this.#there.size + this.#gone.size, this.#gone.size];
    const longest = (this.#longestMs / 1_000).toFixed(1);
    return `${made} alerts made, ${removed} of them removed, ${this.#refused} edits refused, longest answer ${longest} s`;
  }

  /** Each acknowledged edit that is not so. */
  async broken(): Promise<readonly string[]> {
    const alerts = await this.#api().all<AlertView>('/alerts');
    const stored = new Set(alerts.map(({ id }) => id));
    return [
      ...[...this.#there]
        .filter((id) => !stored.has(id))
        .map((id) => `I9: alert ${id} was made and is not there`),
      ...[...this.#gone]
        .filter((id) => stored.has(id))
        .map((id) => `I9: alert ${id} was removed and is there`),
    ];
  }

  async #edit(): Promise<void> {
    const { signal } = this.#stop;
    for (let turn = 1; !signal.aborted; turn++) {
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (turn % 3 === 0) await this.#remove();
      else await this.#make();
    }
  }

  async #make(): Promise<void> {
    const draft = { name: `kept ${++this.#made}`, instruments: ['EURUSD'], when: 'bid > 9', channels: [] };
    const answer = await this.#ask('POST', '/alerts', draft);
    if (answer?.status === 201) this.#there.add(((await answer.json()) as AlertView).id);
    else this.#judge(answer, `POST /alerts "${draft.name}"`);
  }

  async #remove(): Promise<void> {
    const [id] = this.#there;
    if (id === undefined) return;
    // Not known to be there from here on, unless it is known to be gone.
    this.#there.delete(id);
    const answer = await this.#ask('DELETE', `/alerts/${id}`);
    if (answer?.status === 204) this.#gone.add(id);
    else this.#judge(answer, `DELETE /alerts/${id}`);
  }

  #judge(answer: Response | null, what: string): void {
    if (answer === null) return;
    if (answer.status === 503) this.#refused += 1;
    else this.problems.push(`${what} was answered with ${answer.status}`);
  }

  /** Null when the process died meanwhile or does not listen yet. */
  async #ask(method: string, path: string, body?: object): Promise<Response | null> {
    const started = performance.now();
    try {
      return await this.#api().fetch(`/api/v1${path}`, {
        method,
        signal: AbortSignal.timeout(ANSWER_MS),
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    } catch (error) {
      if ((error as Error).name === 'TimeoutError')
        this.problems.push(`${method} ${path} was not answered within ${ANSWER_MS} ms`);
      return null;
    } finally {
      this.#longestMs = Math.max(this.#longestMs, performance.now() - started);
    }
  }
}
