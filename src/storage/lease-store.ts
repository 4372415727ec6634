/**
 * Leases on PostgreSQL's clock: one holder at a time, each new one with a higher epoch. A holder that stopped renewing loses it after its
 * time; what an old holder still does is refused by its epoch.
 */
import type { DurationMs, EpochMs } from '../kernel/units.ts';
import type { Database } from './database.ts';
import { jsonText } from './value-types.ts';

export interface Lease {
  readonly name: string;
  readonly epoch: number;
  readonly holder: string;
}

interface LeaseView<Info> extends Lease {
  readonly until: EpochMs;
  /** Somebody holds it now. */
  readonly isHeld: boolean;
  readonly info: Info;
}

export class SqlLeaseStore<Info extends object> {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Null while somebody else has it. `above`: the new epoch is higher than this, too. */
  async acquire(
    request: Omit<Lease, 'epoch'> & {
      readonly forMs: DurationMs;
      readonly above: number;
      readonly info: Info;
    },
  ): Promise<Lease | null> {
    const { name, holder, forMs, above, info } = request;
    const rows = await this.#database.query<{ epoch: number }>(
      `insert into leases (name, epoch, holder, until, info)
       values ($1, $4::bigint + 1, $2, now() + $3::float8 * interval '1 ms', $5::jsonb)
       on conflict (name) do update set
         epoch = greatest(leases.epoch, $4::bigint) + 1, holder = excluded.holder, until = excluded.until, info = excluded.info
       where leases.until <= now()
       returning epoch`,
      [name, holder, forMs, above, jsonText(info)],
    );
    const row = rows[0];
    return row === undefined ? null : { name, holder, epoch: row.epoch };
  }

  /** False when it went to somebody else. One that ran out and nobody took goes on. */
  async renew({ name, epoch }: Lease, forMs: DurationMs, info: Info): Promise<boolean> {
    const rows = await this.#database.query(
      `update leases set until = now() + $3::float8 * interval '1 ms', info = $4::jsonb
       where name = $1 and epoch = $2 returning name`,
      [name, epoch, forMs, jsonText(info)],
    );
    return rows.length === 1;
  }

  async release({ name, epoch }: Lease): Promise<void> {
    await this.#database.query('update leases set until = now() where name = $1 and epoch = $2', [
      name,
      epoch,
    ]);
  }

  async look(name: string): Promise<LeaseView<Info> | null> {
    const rows = await this.#database.query<{
      epoch: number;
      holder: string;
      until: EpochMs;
      held: boolean;
      info: Info;
    }>('select epoch, holder, until, until > now() as held, info from leases where name = $1', [name]);
    const row = rows[0];
    if (row === undefined) return null;
    const { epoch, holder, until, held, info } = row;
    return { name, epoch, holder, until, isHeld: held, info };
  }
}
