/**
 * API keys: `fxa_<id>_<secret>`. The id is public and names the key in logs; the secret has 256 random bits. Stored is the SHA-256 of
 * the whole key (a random secret needs no slow hash), shown is the key once, when it is made.
 * Source of the form: the token formats of GitHub and Stripe, whose fixed prefix lets secret scanners find leaked keys.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '../../kernel/units.ts';

/** `trade` includes `read`; `admin` includes everything. */
export const SCOPES = ['read', 'trade', 'admin', 'ingest', 'metrics'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the whole key, 64 hexadecimal digits. */
  readonly hash: string;
  readonly createdAt: EpochMs;
  readonly revokedAt: EpochMs | null;
}

export interface ApiKeyStore {
  find(id: string): Promise<ApiKeyRecord | null>;
  /** Last use, for the list of keys; called at most once per key and hour. */
  touch(id: string, at: EpochMs): Promise<void>;
}

/** A fresh key: give `key` to its owner, store `id` and `hash`. */
export function newApiKey(): { readonly id: string; readonly key: string; readonly hash: string } {
  const id = randomBytes(6).toString('hex');
  const key = `fxa_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, key, hash: hashApiKey(key) };
}

export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The id inside a key; null when the text does not have the form of a key. */
export function idOfApiKey(key: string): string | null {
  return /^fxa_([a-z0-9]{4,32})_[A-Za-z0-9_-]{32,86}$/.exec(key)?.[1] ?? null;
}

const NO_HASH = '0'.repeat(64);

/** Takes the same time whether the key is unknown, revoked or wrong. */
export function isRightKey(key: string, record: ApiKeyRecord | null): record is ApiKeyRecord {
  const same = timingSafeEqual(
    Buffer.from(hashApiKey(key), 'hex'),
    Buffer.from(record?.hash ?? NO_HASH, 'hex'),
  );
  return same && record !== null && record.revokedAt === null;
}

const INCLUDED: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read'],
  trade: ['trade', 'read'],
  admin: SCOPES,
  ingest: ['ingest'],
  metrics: ['metrics'],
};

/** Whether any of the `granted` scopes includes one of `wanted`. */
export function allows(granted: readonly Scope[], wanted: readonly Scope[]): boolean {
  return granted.some((scope) => INCLUDED[scope].some((included) => wanted.includes(included)));
}
