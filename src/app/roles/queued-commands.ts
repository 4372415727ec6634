/**
 * Edits of alerts from a process that does not write the log: put into the queue, answered when the process that leads the feed has given
 * them their place. Nobody there: taken back and refused, so that nothing happens behind the user's back.
 */
import type { AlertId } from '../../alerts/alert.ts';
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

  async save(...[alert, status]: Parameters<AlertCommands['save']>): ReturnType<AlertCommands['save']> {
    const { outcome, seq } = await this.#ask({ type: 'save', alert, status });
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
    const { outcome, seq } = await this.#ask(request);
    if (outcome === 'missing') return null;
    if (outcome === 'done') this.#onChanged(request.alert, status);
    return { seq: seq ?? 0 };
  }

  async #ask(request: EditRequest): Promise<EditAnswer> {
    const key = await this.#queue.request(request);
    await this.#hint();
    const deadline = performance.now() + ANSWER_MS;
    for (;;) {
      const answer = await this.#queue.answer(key);
      if (answer !== null) return answer;
      if (performance.now() > deadline) break;
      await this.#nextLook();
    }
    // What cannot be taken back any more has got its answer meanwhile, or was dropped as unheard.
    const late = (await this.#queue.withdraw(key)) ? null : await this.#queue.answer(key);
    if (late !== null) return late;
    throw new ApiError(
      'unavailable',
      `no feed process took the edit within ${ANSWER_MS / 1_000} s, so it was not made: see that "fxalert worker --roles feed" runs, and try again`,
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
