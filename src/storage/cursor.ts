/** Opaque page cursors: the sort key of the last row, as JSON in base64url. A cursor that no list made is refused with `bad-cursor`. */
import type { Page } from '../alerts/ports.ts';
import { StorageError } from './storage-error.ts';
import { cleanText } from './value-types.ts';

/** Time in ms and id of the last row. */
type CursorKey = readonly [at: number, id: string];

/** The years of an ISO date, 1 to 9999: no row lies beyond, and PostgreSQL's own time ends not far from there. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** `null` for the first page. */
export function decodeCursor(cursor: string | undefined): CursorKey | null {
  if (cursor === undefined) return null;
  const key = parse(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(key) && key.length === 2) {
    const [at, id] = key as [unknown, unknown];
    if (isTime(at) && typeof id === 'string' && cleanText(id) === id) return [at, id];
  }
  throw badCursor(cursor);
}

/** The same for lists whose ids are row numbers. */
export function decodeRowCursor(cursor: string | undefined): CursorKey | null {
  const key = decodeCursor(cursor);
  if (key !== null && !isRowId(key[1])) throw badCursor(cursor ?? '');
  return key;
}

/** Whether `id` can be a row number at all; anything else is simply not found. */
export function isRowId(id: string): boolean {
  return /^[1-9]\d{0,15}$/.test(id);
}

/** `rows` holds one more than `limit` when there is a next page. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  view: { readonly item: (row: Row) => T; readonly key: (row: Row) => CursorKey },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view.item),
    next: rows.length > limit && last !== undefined ? encodeCursor(view.key(last)) : null,
  };
}

function isTime(at: unknown): at is number {
  return Number.isSafeInteger(at) && (at as number) >= FIRST_MS && (at as number) <= LAST_MS;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function badCursor(cursor: string): StorageError {
  return new StorageError(
    'bad-cursor',
    `not a cursor of this list: "${cursor.slice(0, 60)}"; leave it out to begin at the first page`,
  );
}
