/**
 * Rows of an export as text. CSV of ticks and candles has the columns that imports and replays read, so a file that went out can come back
 * in; cells that a spreadsheet would take for a formula begin with an apostrophe.
 */
export type ExportFormat = 'csv' | 'jsonl';

/** Values by column. What has parts of its own is JSON within a cell. */
export type ExportRow = Readonly<Record<string, unknown>>;

const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\n\r]/;

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/** The first line of a CSV; nothing for JSON lines. */
export function headerText(columns: readonly string[], format: ExportFormat): string {
  return format === 'csv' ? `${columns.join(',')}\n` : '';
}

export function rowText(row: ExportRow, columns: readonly string[], format: ExportFormat): string {
  if (format === 'csv') return `${columns.map((column) => csvCell(row[column])).join(',')}\n`;
  return `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`;
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
