/** A result on its way into storage: collected to portions, each written under the job's lease. Memory: one portion. */
import { JobRefusal, type BackgroundJobStore, type ClaimedJob } from './background-job.ts';

const PORTION_CHARACTERS = 256 * 1_024;
const MEGABYTE = 1_024 * 1_024;
/** Also what a backup has to carry. */
const MOST_BYTES = 512 * MEGABYTE;

/** The lease went to another worker. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export class ResultWriter {
  readonly #store: Pick<BackgroundJobStore, 'addPart'>;
  readonly #job: ClaimedJob;
  #portion = '';
  #parts = 0;
  #bytes = 0;

  constructor(store: Pick<BackgroundJobStore, 'addPart'>, job: ClaimedJob) {
    this.#store = store;
    this.#job = job;
  }

  get sizeBytes(): number {
    return this.#bytes;
  }

  async write(text: string): Promise<void> {
    this.#portion += text;
    if (this.#portion.length >= PORTION_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#portion === '') return;
    const body = this.#portion;
    this.#portion = '';
    this.#bytes += Buffer.byteLength(body);
    if (this.#bytes > MOST_BYTES)
      throw new JobRefusal(`the result is larger than ${MOST_BYTES / MEGABYTE} MB: ask for a shorter range`);
    if (!(await this.#store.addPart(this.#job, this.#parts++, body)))
      throw new LeaseLost(`job ${this.#job.id} belongs to another worker`);
  }
}
