/**
 * The conditions of an alert file in canonical form. Only the text of `when:` values is replaced, and only where it differs: comments,
 * order, quotes and everything else of the file stay byte for byte. Laws: the formatted file holds the same alerts with the same
 * conditions, and formatting it again changes nothing. A file with an error is not touched: every error is returned, with its line.
 */
import { isMap, isScalar, isSeq, LineCounter, parse, parseDocument, Scalar } from 'yaml';
import { tellPlacedError } from '../conditions/sentences/tell-error.ts';
import { format } from '../conditions/format.ts';
import { type Result, err, ok } from '../kernel/result.ts';

interface FormattedFile {
  readonly text: string;
  readonly changes: readonly { readonly line: number; readonly from: string; readonly to: string }[];
}

export function formatAlertFile(text: string, file: string): Result<FormattedFile, readonly string[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0)
    return err(document.errors.map((error) => `${file}:${lineOf(error.pos[0])}: ${error.message}`));
  const alerts: unknown = document.get('alerts', true);
  if (!isSeq(alerts)) return err([`${file}:1: expected "alerts", a list`]);

  const problems: string[] = [];
  const changes: (FormattedFile['changes'][number] & { readonly at: Scalar })[] = [];
  for (const alert of alerts.items) {
    const when: unknown = isMap(alert) ? alert.get('when', true) : null;
    if (!isScalar(when) || typeof when.value !== 'string') continue;
    const line = lineOf(when.range?.[0] ?? 0);
    const formatted = format(when.value);
    if (!formatted.ok) problems.push(`${file}:${line}: when: ${tellPlacedError(formatted.error)}`);
    else if (formatted.value !== when.value.trimEnd())
      changes.push({ line, from: when.value, to: formatted.value, at: when });
  }
  if (problems.length > 0) return err(problems);
  let result = text;
  for (const { at, to } of changes.toReversed()) result = replaced(result, at, to);
  return ok({ text: result, changes: changes.map(({ line, from, to }) => ({ line, from, to })) });
}

function replaced(text: string, { range, type }: Scalar, value: string): string {
  const [from = 0, to = 0] = range ?? [];
  const old = text.slice(from, to);
  const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
  const comment = isBlock ? (/^[^\n]*?( #[^\n]*)/.exec(old)?.[1] ?? '') : '';
  const end = isBlock && old.endsWith('\n') ? '\n' : '';
  return (
    text.slice(0, from) + spelled(value, { indent: indentOf(text, from), comment }) + end + text.slice(to)
  );
}

/** One line plain where YAML reads it back, else in quotes; several as a block. */
function spelled(
  value: string,
  { indent, comment }: { readonly indent: string; readonly comment: string },
): string {
  if (value.includes('\n'))
    return `|-${comment}\n${value
      .split('\n')
      .map((line) => `${indent}${line}`)
      .join('\n')}`;
  const read = parse(`when: ${value}`, { logLevel: 'silent' }) as { when?: unknown } | null;
  const isPlain = read?.when === value;
  return `${isPlain ? value : `'${value.replaceAll("'", "''")}'`}${comment}`;
}

/** Two deeper than the key of the value. */
function indentOf(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const lead = /^[ -]*/.exec(text.slice(start, at))?.[0] ?? '';
  return ' '.repeat(lead.length + 2);
}
