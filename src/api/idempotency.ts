/**
 * `Idempotency-Key` on POST: the same key and body give the same answer, however often and whatever died in between.
 *
 * The id of what is created is derived from the key, so the row itself is the proof that the work was done: a request that crashed after
 * its commit is finished by its repetition. The store keeps the hash of the body, to refuse the key with another body, and the answer.
 * Source: the Idempotency-Key header draft of the IETF HTTPAPI working group.
 */
import { createHash, randomUUID } from 'node:crypto';
import { ApiError } from './errors.ts';

export interface IdempotencyStore {
  /** What is kept under the key; null when nothing is. */
  find(key: string): Promise<IdempotencyRecord | null>;
  /** Keeps the hash under the key unless one is there already; gives what is kept then. Rows are dropped after a day or more. */
  claim(key: string, requestHash: string): Promise<IdempotencyRecord>;
  /** Keeps the answer; later claims carry it. */
  complete(key: string, answer: string): Promise<void>;
}

export interface IdempotencyRecord {
  readonly requestHash: string;
  /** JSON text of the first answer; null while there was none. */
  readonly answer: string | null;
}

interface IdempotentRequest {
  /** Id of the API key: one client's keys never meet another's. */
  readonly client: string;
  /** Null: the client sent none, and every request is a new one. */
  readonly key: string | null;
  readonly body: unknown;
}

interface Creation<T> {
  /**
   * Throws what speaks against the body now. Asked the first time only: an alert whose repetition comes after its expiry was made all the
   * same, and a refused body does not use up the key.
   */
  readonly refuse: () => Promise<void>;
  /** Must take it that the id exists already: then it gives what is there. */
  readonly create: (id: string) => Promise<T>;
}

/** Runs `create` with the id derived from the key, or gives the first answer again. */
export async function createOnce<T>(
  store: IdempotencyStore,
  request: IdempotentRequest,
  { refuse, create }: Creation<T>,
): Promise<T> {
  if (request.key === null) {
    await refuse();
    return create(randomUUID().replaceAll('-', ''));
  }
  const key = sha256(`${request.client}\n${request.key}`);
  const requestHash = sha256(JSON.stringify(request.body));
  const known = await store.find(key);
  if (known === null) await refuse();
  const record = known ?? (await store.claim(key, requestHash));
  if (record.requestHash !== requestHash) {
    throw new ApiError('idempotency-mismatch', 'use a fresh Idempotency-Key for a different body');
  }
  if (record.answer !== null) return JSON.parse(record.answer) as T;
  const answer = await create(key.slice(0, 24));
  await store.complete(key, JSON.stringify(answer));
  return answer;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
