/** API keys by their public id. Kept is the hash; the key itself is nowhere. */
import type { EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { cleanText } from './value-types.ts';

interface StoredApiKey<Scope extends string> {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the whole key, 64 hexadecimal digits. */
  readonly hash: string;
  readonly createdAt: EpochMs;
  readonly lastUsedAt: EpochMs | null;
  readonly revokedAt: EpochMs | null;
}

type NewApiKey<Scope extends string> = Pick<StoredApiKey<Scope>, 'id' | 'name' | 'scopes' | 'hash'>;

const COLUMNS =
  'id, name, scopes, hash, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"';

export class SqlApiKeyStore<Scope extends string = string> {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(key: NewApiKey<Scope>): Promise<void> {
    await this.#database.query(
      'insert into api_keys (id, name, scopes, hash) values ($1, $2, $3::text[], $4)',
      [key.id, cleanText(key.name), key.scopes, key.hash],
    );
  }

  /** False when there is a key already. Of processes that start together one adds its own. */
  addFirst(key: NewApiKey<Scope>): Promise<boolean> {
    return this.#database.transaction(async (sql) => {
      // What a second one finds must be read after the first has committed: a statement of its own after the wait.
      await sql.query('select pg_advisory_xact_lock(7306087, 1)');
      const rows = await sql.query(
        'insert into api_keys (id, name, scopes, hash) select $1, $2, $3::text[], $4 where not exists (select from api_keys) returning id',
        [key.id, cleanText(key.name), key.scopes, key.hash],
      );
      return rows.length === 1;
    });
  }

  async find(id: string): Promise<StoredApiKey<Scope> | null> {
    const rows = await this.#database.query<StoredApiKey<Scope>>(
      `select ${COLUMNS} from api_keys where id = $1`,
      [cleanText(id)],
    );
    return rows[0] ?? null;
  }

  list(): Promise<readonly StoredApiKey<Scope>[]> {
    return this.#database.query<StoredApiKey<Scope>>(
      `select ${COLUMNS} from api_keys order by created_at, id`,
    );
  }

  async touch(id: string, at: EpochMs): Promise<void> {
    await this.#database.query(
      'update api_keys set last_used_at = to_timestamp($2::float8 / 1000) where id = $1',
      [id, at],
    );
  }

  /** False when there is none or it is revoked already. */
  async revoke(id: string): Promise<boolean> {
    const rows = await this.#database.query(
      'update api_keys set revoked_at = clock_timestamp() where id = $1 and revoked_at is null returning id',
      [cleanText(id)],
    );
    return rows.length === 1;
  }
}
