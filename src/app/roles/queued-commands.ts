/**
 * Edits of alerts from a process that does not write the log: put into the queue, answered when the process that leads the feed has given
 * them their place. Nobody there: taken back and refused, so that nothing happens behind the user's back.
 */
import type { Alert, AlertId } from '../../alerts/alert.ts';
import { ApiError } from '../../api/errors.ts';
import type { AlertCommands } from '../../api/services.ts';
import type { EditAnswer, EditRequest, SqlEditQueue } from '../../storage/edit-queue.ts';

/** Below the time-out of a request, so that the user gets the better sentence. */
const ANSWER_MS = 6_000;
const LOOK_MS = 250;
const RETRY_AFTER_SECONDS = 5;

export class QueuedCommands implements AlertCommands {
  readonly #queue: SqlEditQueue;
  readonly #hint: () => Promise<void>;
  readonly #onChanged: (id: AlertId, status: string) => void;
  readonly #waiting = new Set<() => void>();

  constructor(ports: {
    readonly queue: SqlEditQueue;
    /** Tells the sequencer that something waits. */
    readonly hint: () => Promise<void>;
    readonly onChanged: (id: AlertId, status: string) => void;
  }) {
    this.#queue = ports.queue;
    this.#hint = ports.hint;
    this.#onChanged = ports.onChanged;
  }

  /** Some edits have got their places. */
  answered(): void {
    for (const wake of this.#waiting) wake();
  }

  async create(alerts: readonly Alert[]): Promise<void> {
    const answers = await this.#ask(alerts.map((alert) => ({ type: 'save', alert, status: 'armed' })));
    for (const [index, { id }] of alerts.entries())
      if (answers[index]?.outcome === 'done') this.#onChanged(id, 'armed');
  }

  async save(...[alert, status]: Parameters<AlertCommands['save']>): ReturnType<AlertCommands['save']> {
    const { outcome, seq } = await this.#askOne({ type: 'save', alert, status });
    if (outcome === 'conflict') return { result: 'conflict' };
    this.#onChanged(alert.id, status);
    return { result: 'saved', seq: seq ?? 0 };
  }

  arm(id: AlertId): Promise<{ readonly seq: number } | null> {
    return this.#change({ type: 'arm', alert: id }, 'armed');
  }

  pause(id: AlertId): Promise<{ readonly seq: number } | null> {
    return this.#change({ type: 'pause', alert: id }, 'paused');
  }

  remove(id: AlertId): Promise<{ readonly seq: number } | null> {
    return this.#change({ type: 'remove', alert: id }, 'removed');
  }

  async #change(request: Exclude<EditRequest, { readonly type: 'save' }>, status: string) {
    const { outcome, seq } = await this.#askOne(request);
    if (outcome === 'missing') return null;
    if (outcome === 'done') this.#onChanged(request.alert, status);
    return { seq: seq ?? 0 };
  }

  async #askOne(request: EditRequest): Promise<EditAnswer> {
    return (await this.#ask([request]))[0] as EditAnswer;
  }

  /** One answer for each. Rejects when some were not made. */
  async #ask(requests: readonly EditRequest[]): Promise<readonly EditAnswer[]> {
    const keys = await this.#queue.request(requests);
    await this.#hint();
    const answers = new Map<string, EditAnswer>();
    let deadlineMs = performance.now() + ANSWER_MS;
    for (;;) {
      const fresh = await this.#queue.answers(keys.filter((key) => !answers.has(key)));
      for (const [key, answer] of fresh) answers.set(key, answer);
      if (answers.size === keys.length) break;
      // Somebody is at work on them.
      if (fresh.size > 0) deadlineMs = performance.now() + ANSWER_MS;
      if (performance.now() > deadlineMs) {
        await this.#takeBack(keys, answers);
        break;
      }
      await this.#nextLook();
    }
    return keys.flatMap((key) => answers.get(key) ?? []);
  }

  /** What cannot be taken back any more has got its answer meanwhile, or was dropped as unheard. */
  async #takeBack(keys: readonly string[], answers: Map<string, EditAnswer>): Promise<void> {
    const open = keys.filter((key) => !answers.has(key));
    await this.#queue.withdraw(open);
    for (const [key, answer] of await this.#queue.answers(open)) answers.set(key, answer);
    const left = keys.length - answers.size;
    if (left === 0) return;
    const what = keys.length === 1 ? 'the edit' : `${left} of ${keys.length} edits`;
    throw new ApiError(
      'unavailable',
      `no feed process took ${what} within ${ANSWER_MS / 1_000} s, so ${left === 1 ? 'it was' : 'they were'} not made: see that "fxalert worker --roles feed" runs, and try again`,
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }

  #nextLook(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_MS);
      this.#waiting.add(done);
    });
  }
}
