/** Alerts as code: `alerts: [{name, instrument | instruments, when, …}]` in YAML, with the fields and defaults of the API. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AlertInput } from '../api/contract/alerts.ts';
import { type Result, err, ok } from '../kernel/result.ts';

const FileAlert = AlertInput.omit({ instruments: true }).extend({
  instrument: AlertInput.shape.instruments.element.optional(),
  instruments: AlertInput.shape.instruments.optional(),
});
const AlertFile = z.strictObject({ alerts: z.array(FileAlert).max(100_000) });

/** Every problem names the file, the line and the culprit. Names must be unique in one file. */
export function parseAlertFile(text: string, file: string): Result<readonly AlertInput[], readonly string[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map(
    (error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`,
  );
  if (syntax.length > 0) return err(syntax);

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as
        { range?: [number, number, number] } | undefined;
      if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const parsed = AlertFile.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    return err(parsed.error.issues.map((issue) => `${file}:${lineOf(issue.path)}: ${describe(issue)}`));
  }

  const problems: string[] = [];
  const seen = new Set<string>();
  const alerts = parsed.data.alerts.map(({ instrument, instruments, ...rest }, index): AlertInput => {
    const at = `${file}:${lineOf(['alerts', index])}`;
    if ((instrument === undefined) === (instruments === undefined)) {
      problems.push(`${at}: alert "${rest.name}" needs either "instrument" or "instruments"`);
    }
    if (seen.has(rest.name)) problems.push(`${at}: alert "${rest.name}" is there twice`);
    seen.add(rest.name);
    return { ...rest, instruments: instruments ?? (instrument === undefined ? [] : [instrument]) };
  });
  return problems.length > 0 ? err(problems) : ok(alerts);
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
