/**
 * The log as it was recorded: ticks and edits of alerts in the order of their places, read in pages, up to the position that is
 * committed when reading begins, or to the one asked for. Only the days the log reached after `seq` are opened.
 */
import type { Alert } from '../alerts/alert.ts';
import type { RecordedEntry } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Tick } from '../market/tick.ts';
import { completeAlert } from './alert-definition.ts';
import type { Database } from './database.ts';
import { mergePages } from './page-merge.ts';

interface PlacedEntry {
  readonly seq: number;
  readonly entry: RecordedEntry;
}

const TICKS_AT_ONCE = 10_000;
const EDITS_AT_ONCE = 1_000;

export async function* readLog(
  database: Database,
  after: number,
  until?: number,
): AsyncGenerator<PlacedEntry> {
  const range = { after, until: until ?? (await recordedPlace(database)) };
  // At the same place an edit comes first: it was there before the tick was taken in.
  const streams = [edits(database, range), ticks(database, range)];
  for await (const page of mergePages(streams, (a, b) => a.seq - b.seq, TICKS_AT_ONCE)) yield* page;
}

async function recordedPlace(database: Database): Promise<number> {
  const rows = await database.query<{ seq: number }>('select seq from log_position');
  return rows[0]?.seq ?? 0;
}

interface Range {
  readonly after: number;
  readonly until: number;
}

async function* ticks(database: Database, range: Range): AsyncGenerator<readonly PlacedEntry[]> {
  const days = await database.query<{ from_at: EpochMs | null; to_at: EpochMs | null }>(
    `select min(day)::timestamp at time zone 'UTC' as from_at, (max(day) + 1)::timestamp at time zone 'UTC' as to_at
     from tick_days where last_seq > $1`,
    [range.after],
  );
  const from = days[0]?.from_at ?? null;
  const to = days[0]?.to_at ?? null;
  if (from === null || to === null) return;
  for (let after = range.after; ;) {
    const rows = await database.query<Tick & { readonly seq: number }>(
      `select seq, instrument, bid, ask, at from ticks
       where seq > $1 and seq <= $2 and at >= to_timestamp($3::float8 / 1000) and at < to_timestamp($4::float8 / 1000)
       order by seq limit ${TICKS_AT_ONCE}`,
      [after, range.until, from, to],
    );
    yield rows.map(({ seq, instrument, bid, ask, at }) => ({
      seq,
      entry: { type: 'tick', tick: { instrument, bid, ask, at } },
    }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < TICKS_AT_ONCE) return;
    after = last.seq;
  }
}

async function* edits(database: Database, range: Range): AsyncGenerator<readonly PlacedEntry[]> {
  for (let seq = range.after, id = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await database.query<EditRow>(
      `select edit.id, seq, edit.alert, definition, edit.at
       from alert_edits as edit
         left join alert_revisions as revision on revision.alert = edit.alert and revision.revision = edit.revision
       where (seq, edit.id) > ($1::bigint, $2::bigint) and seq <= $3
       order by seq, edit.id limit ${EDITS_AT_ONCE}`,
      [seq, id, range.until],
    );
    yield rows.map((row) => ({ seq: row.seq, entry: toEdit(row) }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < EDITS_AT_ONCE) return;
    ({ seq, id } = last);
  }
}

interface EditRow {
  readonly id: number;
  readonly seq: number;
  readonly alert: string;
  /** Null disarms. */
  readonly definition: Alert | null;
  readonly at: EpochMs;
}

function toEdit({ alert, definition, at }: EditRow): RecordedEntry {
  return definition === null
    ? { type: 'disarm', alert, at }
    : { type: 'arm', alert: completeAlert(definition), at };
}
