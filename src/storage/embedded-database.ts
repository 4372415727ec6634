/**
 * The embedded database: PGlite in a worker thread, a folder on disk, one process. Inside the folder: `pg/` with PostgreSQL's files
 * and the lock. What a commit answered survives the death of the process, kill -9 included; loss of power is not covered.
 *
 * There is one session. Statements wait for their turn in a queue of promises, and a transaction keeps its turn until it ends.
 * A statement that gets no answer within two minutes counts as a dead thread: this database is then broken until the process restarts.
 * Costs: opening 1 to 3 s the first time (the files are made), about 0.5 s later; a message to the thread and back 0.1 ms.
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { runTransaction, type Database, type Sql, type SqlValue } from './database.ts';
import { diskGuardFor, type DiskGuard } from './disk-guard.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { databaseError } from './sql-error.ts';
import { StorageError } from './storage-error.ts';
import { encodeValue } from './value-types.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-protocol.ts';

export async function openEmbedded(folder: string): Promise<Database> {
  const subject = `data folder "${folder}"`;
  const lock = await prepareFolder(folder, subject);
  const disk = diskGuardFor(folder, subject);
  let worker: Worker | null = null;
  try {
    await disk.assertRoom();
    worker = workerFor(join(folder, 'pg'));
    await ready(worker, subject);
    return new EmbeddedDatabase({ worker, lock, disk, subject });
  } catch (error) {
    await worker?.terminate();
    await lock.release();
    throw error;
  }
}

async function prepareFolder(folder: string, subject: string): Promise<FolderLock> {
  try {
    await mkdir(join(folder, 'pg'), { recursive: true });
    return await lockFolder(folder);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw databaseError({ code: code ?? null, message, detail: null }, subject, error);
  }
}

/**
 * From sources the worker is the TypeScript file beside this one, run through tsx as long as Node 20 is supported (its workers ignore
 * `--import`, hence the two lines of start-up code). From a bundle it is pglite-worker.mjs in the folder of the bundle.
 */
function workerFor(dataFolder: string): Worker {
  const options = { workerData: { folder: dataFolder }, execArgv: [] };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./pglite-worker.mjs', import.meta.url), options);
  }
  const source = JSON.stringify(new URL('./pglite-worker.ts', import.meta.url).href);
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return new Worker(`import(${tsx}).then((tsx) => { tsx.register(); return import(${source}); })`, {
    ...options,
    eval: true,
  });
}

async function ready(worker: Worker, subject: string): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    const [answer] = (await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(([code]) => [threadEnded(code as number)]),
    ])) as [WorkerAnswer];
    if (answer.type === 'failed') throw databaseError(answer.failure, subject);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw databaseError({ message: String(error), code: null, detail: null }, subject, error);
  } finally {
    stop.abort();
  }
}

const threadEnded = (code: number): WorkerAnswer => ({
  type: 'failed',
  failure: { message: `its thread ended with ${code}`, code: null, detail: null },
});

const ANSWER_MS = 120_000;

interface Waiting {
  readonly resolve: (rows: readonly object[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface Parts {
  readonly worker: Worker;
  readonly lock: FolderLock;
  readonly disk: DiskGuard;
  readonly subject: string;
}

class EmbeddedDatabase implements Database {
  readonly kind = 'embedded';
  readonly #worker: Worker;
  readonly #lock: FolderLock;
  readonly #disk: DiskGuard;
  readonly #subject: string;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Resolves when everything queued so far is done. */
  #tail: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;
  /** Set when the thread died; every later statement gets it. */
  #broken: Error | null = null;

  /** The one session; only who holds the turn may use it. */
  readonly #session: Sql = {
    query: async <Row extends object>(text: string, values: readonly SqlValue[] = []) =>
      (await this.#ask('query', text, values.map(encodeValue))) as readonly Row[],
    script: async (text: string) => {
      await this.#ask('script', text, []);
    },
  };

  constructor({ worker, lock, disk, subject }: Parts) {
    this.#worker = worker;
    this.#lock = lock;
    this.#disk = disk;
    this.#subject = subject;
    worker.on('message', (answer: WorkerAnswer) => this.#answered(answer));
    worker.on('error', (error: Error) => this.#died(error.message));
    worker.on('exit', (code) => this.#died(`its thread ended with ${code}`));
  }

  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<readonly Row[]> {
    const reads = /^\s*select\b/i.test(text);
    return this.#inTurn(() => this.#session.query<Row>(text, values), reads);
  }

  script(text: string): Promise<void> {
    return this.#inTurn(() => this.#session.script(text));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#inTurn(() => runTransaction(this.#session, work));
  }

  connections(): null {
    return null;
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  #inTurn<T>(work: () => Promise<T>, reads = false): Promise<T> {
    if (this.#closing !== null) {
      return Promise.reject(new StorageError('closed', `${this.#subject} is closed`));
    }
    if (reads) return this.#queue(work);
    return this.#queue(async () => {
      await this.#disk.assertRoom();
      return work();
    });
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #shutDown(): Promise<void> {
    try {
      await this.#queue(() => this.#ask('close', '', []));
    } finally {
      this.#broken ??= new StorageError('closed', `${this.#subject} is closed`);
      await this.#worker.terminate();
      await this.#lock.release();
    }
  }

  #ask(
    kind: WorkerRequest['kind'],
    text: string,
    values: WorkerRequest['values'],
  ): Promise<readonly object[]> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) {
        reject(this.#broken);
        return;
      }
      const id = ++this.#lastId;
      const timer = setTimeout(() => {
        this.#died(`its thread gave no answer for ${ANSWER_MS / 1_000} s`);
        void this.#worker.terminate();
      }, ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, kind, text, values } satisfies WorkerRequest);
    });
  }

  #answered(answer: WorkerAnswer): void {
    if (answer.type === 'ready' || answer.type === 'failed') return;
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.type === 'rows') waiting.resolve(answer.rows);
    else waiting.reject(databaseError(answer.failure, this.#subject));
  }

  #died(message: string): void {
    this.#broken ??= databaseError({ message, code: null, detail: null }, this.#subject);
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(this.#broken);
    }
    this.#waiting.clear();
  }
}
