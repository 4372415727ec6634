/**
 * Edits of alerts made true: the alert, its revision and its place in the log. Many at once cost few statements: those of different alerts
 * do not touch each other, so they are written together, and an alert that is edited twice starts a new round.
 */
import type { Alert, AlertId } from '../alerts/alert.ts';
import type { AlertEdit } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Sql } from './database.ts';
import { StorageError } from './storage-error.ts';
import { cleanText, jsonText } from './value-types.ts';

/** An edit as the journal has it; without `at` it carries the database's time. */
export type Edit = {
  [Kind in AlertEdit['type']]: Omit<Extract<AlertEdit, { type: Kind }>, 'at'> & {
    readonly at: EpochMs | null;
  };
}[AlertEdit['type']];

/** Of one statement: its text stays within some megabytes. */
const EDITS_AT_ONCE = 5_000;

/**
 * Leaves out those whose place in the log is recorded already: a batch that is committed again must not undo what came after it.
 * A revision that is not the next one refuses the whole batch: the engine holds what cannot be stored. The log position is the caller's, because it is locked last.
 */
export async function applyEdits(sql: Sql, edits: readonly AlertEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const known = await sql.query<{ seq: number; alert: string }>(
    'select seq, alert from alert_edits where seq = any($1::bigint[])',
    [edits.map(({ seq }) => seq)],
  );
  const done = new Set(known.map(({ seq, alert }) => `${seq} ${alert}`));
  for (const round of roundsOf(edits.filter((edit) => !done.has(`${edit.seq} ${idOf(edit)}`)))) {
    const applied = await applyRound(sql, round);
    for (const edit of round)
      if (edit.type === 'save' && !applied.has(edit.alert.id))
        throw new StorageError(
          'edit-refused',
          `revision ${edit.alert.revision} of alert "${edit.alert.id}" is not the next one: nothing of its batch was written`,
        );
  }
}

/** False when there is nothing to edit or the revision is not the next one. */
export async function applyEdit(sql: Sql, edit: Edit): Promise<boolean> {
  return (await applyRound(sql, [edit])).size > 0;
}

/** In their order, each alert at most once in a round. */
function* roundsOf(edits: readonly AlertEdit[]): Generator<readonly AlertEdit[]> {
  let round = new Map<AlertId, AlertEdit>();
  for (const edit of edits) {
    if (round.has(idOf(edit)) || round.size === EDITS_AT_ONCE) {
      yield [...round.values()];
      round = new Map();
    }
    round.set(idOf(edit), edit);
  }
  if (round.size > 0) yield [...round.values()];
}

function idOf(edit: Edit): AlertId {
  return edit.type === 'save' ? edit.alert.id : edit.alert;
}

/** The alerts that were edited. Locked in the order of their ids, so that two rounds at once never wait for each other. */
async function applyRound(sql: Sql, round: readonly Edit[]): Promise<ReadonlySet<AlertId>> {
  const applied = new Set<AlertId>();
  for (const type of ['save', 'status', 'remove'] as const) {
    const rows = round.filter((edit) => edit.type === type).map(rowOf);
    if (rows.length === 0) continue;
    for (const { alert } of await sql.query<{ alert: AlertId }>(STATEMENTS[type], [jsonText(rows)]))
      applied.add(alert);
  }
  return applied;
}

function rowOf(edit: Edit) {
  const { seq, at } = edit;
  if (edit.type === 'remove') return { seq, at, alert: cleanText(edit.alert) };
  if (edit.type === 'status') return { seq, at, alert: cleanText(edit.alert), status: edit.status };
  const { alert, status } = edit;
  const { id, revision, name, instruments } = alert;
  const search = searchText(alert);
  return { seq, at, alert: id, status, revision, name, instruments, search, definition: alert };
}

function searchText(alert: Alert): string {
  const parts = [alert.id, alert.name, alert.when, alert.message ?? '', ...alert.tags, ...alert.instruments];
  return cleanText(parts.join('\n').toLowerCase());
}

const GIVEN = `given as (
  select * from jsonb_to_recordset($1::jsonb) as (
    seq bigint, at float8, alert text, status text, revision int, name text, instruments jsonb, search text, definition jsonb)
  order by alert)`;

/** Arms the revision, or disarms when it is null. */
const editedFrom = (rows: string, revision: string) => `edited as (
  insert into alert_edits (seq, alert, revision, at)
  select seq, alert, ${revision}, coalesce(to_timestamp(at / 1000), clock_timestamp()) from ${rows} order by seq)`;

const STATEMENTS: Readonly<Record<Edit['type'], string>> = {
  save: `with ${GIVEN},
    written as (
      insert into alert_revisions (alert, revision, definition)
      select alert, revision, definition from given
      where revision = 1 + coalesce(
        (select max(known.revision) from alert_revisions as known where known.alert = given.alert), 0)
      on conflict do nothing returning alert),
    taken as (select given.* from given join written using (alert) order by alert),
    kept as (
      insert into alerts (id, revision, name, status, instruments, definition, search, edit_seq)
      select alert, revision, name, status, array(select jsonb_array_elements_text(instruments)), definition, search, seq
      from taken
      on conflict (id) do update set
        revision = excluded.revision, name = excluded.name, status = excluded.status,
        instruments = excluded.instruments, definition = excluded.definition, search = excluded.search,
        edit_seq = excluded.edit_seq, updated_at = clock_timestamp()),
    ${editedFrom('taken', `case when status = 'armed' then revision end`)}
    select alert from written`,
  status: `with ${GIVEN},
    locked as (select id from alerts where id in (select alert from given) order by id for update),
    changed as (
      update alerts set status = given.status, edit_seq = given.seq, updated_at = clock_timestamp()
      from given join locked on locked.id = given.alert where alerts.id = given.alert
      returning given.seq, given.at, given.alert, given.status, alerts.revision),
    ${editedFrom('changed', `case when status = 'armed' then revision end`)}
    select alert from changed`,
  remove: `with ${GIVEN},
    locked as (select id from alerts where id in (select alert from given) order by id for update),
    gone as (
      delete from alerts using given join locked on locked.id = given.alert where alerts.id = given.alert
      returning given.seq, given.at, given.alert),
    ${editedFrom('gone', 'null::int')}
    select alert from gone`,
};
