/** The known instruments as a table, so that an operator's SQL can join prices with pips and digits. */
import type { Instrument } from '../market/instrument.ts';
import type { Database } from './database.ts';
import { jsonText } from './value-types.ts';

export interface InstrumentStore {
  /** Adds or updates; never removes, because prices refer to them. */
  save(instruments: readonly Instrument[]): Promise<void>;
  list(): Promise<readonly Instrument[]>;
}

export class SqlInstrumentStore implements InstrumentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async save(instruments: readonly Instrument[]): Promise<void> {
    await this.#database.query(
      `insert into instruments (id, base, quote, digits, pip)
       select id, base, quote, digits, pip
       from jsonb_to_recordset($1::jsonb) as row (id text, base text, quote text, digits int, pip float8)
       on conflict (id) do update set
         base = excluded.base, quote = excluded.quote, digits = excluded.digits, pip = excluded.pip`,
      [jsonText(instruments)],
    );
  }

  list(): Promise<readonly Instrument[]> {
    return this.#database.query<Instrument>(
      'select id, base, quote, digits, pip from instruments order by id',
    );
  }
}
