/**
 * The embedded database's thread. PGlite runs PostgreSQL in WebAssembly and blocks while it works, so it has a thread of its own.
 * Durable against the death of the process: what was answered is in the files. Not against loss of power (no fsync).
 *
 * This file is a bundle of its own (pglite-worker.mjs beside the program's bundle); see workerFor in embedded-database.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PARSERS } from './value-types.ts';
import type { WorkerAnswer, WorkerFailure, WorkerRequest } from './worker-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('pglite-worker runs in a worker thread only');

const answer = (message: WorkerAnswer): void => port.postMessage(message);

async function open(folder: string): Promise<void> {
  let database: PGlite;
  try {
    database = await PGlite.create(folder, { parsers: { ...PARSERS } });
    await database.exec("set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set synchronous_commit to on");
  } catch (error) {
    answer({ type: 'failed', failure: describe(error) });
    return;
  }
  let previous = Promise.resolve();
  port?.on('message', (request: WorkerRequest) => {
    previous = previous.then(() => serve(database, request));
  });
  answer({ type: 'ready' });
}

async function serve(database: PGlite, request: WorkerRequest): Promise<void> {
  try {
    answer({ type: 'rows', id: request.id, rows: await run(database, request) });
  } catch (error) {
    answer({ type: 'error', id: request.id, failure: describe(error) });
  }
}

async function run(database: PGlite, request: WorkerRequest): Promise<readonly object[]> {
  switch (request.kind) {
    case 'query':
      return (await database.query<object>(request.text, [...request.values])).rows;
    case 'script':
      await database.exec(request.text);
      return [];
    case 'close':
      await database.close();
      return [];
  }
}

function describe(error: unknown): WorkerFailure {
  const fields = error as { readonly code?: unknown; readonly detail?: unknown };
  return {
    message: error instanceof Error ? error.message : String(error),
    code: typeof fields.code === 'string' ? fields.code : null,
    detail: typeof fields.detail === 'string' ? fields.detail : null,
  };
}

await open((workerData as { readonly folder: string }).folder);
