/** Single values, such as secrets made at the first start. */
import type { Database } from './database.ts';

export interface SettingStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  /** The stored value; `value` becomes it when there was none. Processes that start together all get the same. */
  getOrSet(key: string, value: string): Promise<string>;
}

export class SqlSettingStore implements SettingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(key: string): Promise<string | null> {
    const rows = await this.#database.query<{ value: string }>('select value from settings where key = $1', [
      key,
    ]);
    return rows[0]?.value ?? null;
  }

  async set(key: string, value: string): Promise<void> {
    await this.#database.query(
      `insert into settings (key, value) values ($1, $2)
       on conflict (key) do update set value = excluded.value, updated_at = clock_timestamp()`,
      [key, value],
    );
  }

  async getOrSet(key: string, value: string): Promise<string> {
    await this.#database.query('insert into settings (key, value) values ($1, $2) on conflict do nothing', [
      key,
      value,
    ]);
    return (await this.get(key)) ?? value;
  }
}
