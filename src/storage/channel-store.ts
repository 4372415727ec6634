/** Configured channels, by name. */
import type { ChannelConfig, ChannelStore } from '../notify/channel.ts';
import type { Database } from './database.ts';
import { cleanText, jsonText } from './value-types.ts';

const COLUMNS = 'name, type, settings, language, zone, enabled, disabled_reason as "disabledReason"';

export class SqlChannelStore implements ChannelStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(name: string): Promise<ChannelConfig | null> {
    const rows = await this.#database.query<ChannelConfig>(
      `select ${COLUMNS} from channels where name = $1`,
      [cleanText(name)],
    );
    return rows[0] ?? null;
  }

  list(): Promise<readonly ChannelConfig[]> {
    return this.#database.query<ChannelConfig>(`select ${COLUMNS} from channels order by name`);
  }

  async save(channel: ChannelConfig): Promise<void> {
    await this.#database.query(
      `insert into channels (name, type, settings, language, zone, enabled, disabled_reason)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7)
       on conflict (name) do update set
         type = excluded.type, settings = excluded.settings, language = excluded.language, zone = excluded.zone,
         enabled = excluded.enabled, disabled_reason = excluded.disabled_reason, updated_at = clock_timestamp()`,
      [
        channel.name,
        channel.type,
        jsonText(channel.settings),
        channel.language,
        channel.zone,
        channel.enabled,
        channel.disabledReason === null ? null : cleanText(channel.disabledReason),
      ],
    );
  }

  async remove(name: string): Promise<boolean> {
    const rows = await this.#database.query('delete from channels where name = $1 returning name', [
      cleanText(name),
    ]);
    return rows.length === 1;
  }

  async disable(name: string, reason: string): Promise<void> {
    await this.#database.query(
      `update channels set enabled = false, disabled_reason = $2, updated_at = clock_timestamp() where name = $1`,
      [cleanText(name), cleanText(reason)],
    );
  }
}
