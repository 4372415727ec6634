/**
 * Who is asking. A key comes as `Authorization: Bearer fxa_…`, on the stream also as `?key=`; it is never logged, its id is.
 * Unknown, wrong and revoked keys get one and the same answer. Verified keys are remembered for ten seconds, so that a page of requests
 * costs one look-up and a revoked key works for ten seconds at most.
 */
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/units.ts';
import { ApiError } from '../errors.ts';
import type { ApiKeyRecord, ApiKeyStore } from './api-key.ts';
import { hashApiKey, idOfApiKey, isRightKey } from './api-key.ts';
import { WrongKeyThrottle } from './wrong-key-throttle.ts';

const REMEMBER_MS = MINUTE_MS / 6;
const MAX_REMEMBERED = 1_000;
const UNAUTHENTICATED =
  'send a valid API key as "Authorization: Bearer fxa_…"; "fxalert keys create" makes one';

interface Credentials {
  readonly authorization: string | undefined;
  /** From `?key=`, where the route takes it. */
  readonly queryKey: string | undefined;
  readonly address: string;
}

interface Remembered {
  readonly record: ApiKeyRecord;
  readonly verifiedAtMs: number;
}

export class Authenticator {
  readonly #keys: ApiKeyStore;
  readonly #clock: Clock;
  readonly #throttle = new WrongKeyThrottle();
  /** By SHA-256 of the key, oldest first. Entries older than `REMEMBER_MS` are looked up again. */
  readonly #remembered = new Map<string, Remembered>();
  /** Hour of the last `authentication` line, by key id. */
  readonly #loggedAtMs = new Map<string, number>();

  constructor(keys: ApiKeyStore, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /** The key's record. Throws `unauthenticated` or `too-many-wrong-keys`; rejects as the store does when it is away. */
  async authenticate(credentials: Credentials, log: FastifyBaseLogger): Promise<ApiKeyRecord> {
    const nowMs = this.#clock.monotonicMs();
    const key = keyOf(credentials);
    if (key === null) throw new ApiError('unauthenticated', UNAUTHENTICATED);

    const hash = hashApiKey(key);
    const remembered = this.#remembered.get(hash);
    if (remembered !== undefined && nowMs - remembered.verifiedAtMs < REMEMBER_MS) return remembered.record;
    // A key that was right before is looked up even from an address where others guess: they must not lock its owner out.
    if (remembered === undefined) this.#refuseGuesser(credentials.address, nowMs);

    const id = idOfApiKey(key);
    const record = id === null ? null : await this.#keys.find(id);
    this.#remembered.delete(hash);
    if (!isRightKey(key, record)) {
      this.#throttle.wrong(credentials.address, nowMs);
      log.warn(
        { event: 'authentication', result: 'failure', keyId: id, address: credentials.address },
        'authentication failed',
      );
      throw new ApiError('unauthenticated', UNAUTHENTICATED);
    }
    this.#remember(hash, { record, verifiedAtMs: nowMs });
    await this.#noteUse(record, credentials.address, log);
    return record;
  }

  #refuseGuesser(address: string, nowMs: number): void {
    const waitMs = this.#throttle.waitMs(address, nowMs);
    if (waitMs === 0) return;
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    throw new ApiError('too-many-wrong-keys', `try again in ${retryAfterSeconds} s, with a valid API key`, {
      retryAfterSeconds,
    });
  }

  #remember(hash: string, entry: Remembered): void {
    if (this.#remembered.size >= MAX_REMEMBERED) {
      const oldest = this.#remembered.keys().next();
      if (oldest.done !== true) this.#remembered.delete(oldest.value);
    }
    this.#remembered.set(hash, entry);
  }

  async #noteUse(record: ApiKeyRecord, address: string, log: FastifyBaseLogger): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    const lastMs = this.#loggedAtMs.get(record.id);
    if (lastMs !== undefined && nowMs - lastMs < HOUR_MS) return;
    this.#loggedAtMs.set(record.id, nowMs);
    log.info(
      { event: 'authentication', result: 'success', keyId: record.id, address },
      'authentication succeeded',
    );
    await this.#keys.touch(record.id, this.#clock.now());
  }
}

function keyOf(credentials: Credentials): string | null {
  const bearer = /^bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1];
  return bearer ?? credentials.queryKey ?? null;
}
