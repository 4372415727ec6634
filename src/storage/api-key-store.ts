/** API keys. Only the SHA-256 of a key is kept; whoever reads the database cannot call the API. */
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { cleanText } from './value-types.ts';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: EpochMs;
  readonly lastUsedAt: EpochMs | null;
  readonly revokedAt: EpochMs | null;
}

export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the whole key, hexadecimal. */
  readonly hash: string;
}

export interface ApiKeyStore {
  add(key: NewApiKey): Promise<void>;
  /** The key with this hash, revoked or not; null when there is none. */
  findByHash(hash: string): Promise<ApiKey | null>;
  /** Oldest first, revoked ones included. */
  list(): Promise<readonly ApiKey[]>;
  /** Notes that it was used, at most once a minute so that reading costs no writes. */
  touch(id: string): Promise<void>;
  /** False when there is none or it is revoked already. */
  revoke(id: string): Promise<boolean>;
}

const COLUMNS =
  'id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"';

export class SqlApiKeyStore implements ApiKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(key: NewApiKey): Promise<void> {
    await this.#database.query(
      'insert into api_keys (id, name, scopes, hash) values ($1, $2, $3::text[], $4)',
      [key.id, cleanText(key.name), key.scopes, key.hash],
    );
  }

  async findByHash(hash: string): Promise<ApiKey | null> {
    const rows = await this.#database.query<ApiKey>(`select ${COLUMNS} from api_keys where hash = $1`, [
      cleanText(hash),
    ]);
    return rows[0] ?? null;
  }

  list(): Promise<readonly ApiKey[]> {
    return this.#database.query<ApiKey>(`select ${COLUMNS} from api_keys order by created_at, id`);
  }

  async touch(id: string): Promise<void> {
    await this.#database.query(
      `update api_keys set last_used_at = clock_timestamp()
       where id = $1 and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 min')`,
      [id],
    );
  }

  async revoke(id: string): Promise<boolean> {
    const rows = await this.#database.query(
      'update api_keys set revoked_at = clock_timestamp() where id = $1 and revoked_at is null returning id',
      [cleanText(id)],
    );
    return rows.length === 1;
  }
}
