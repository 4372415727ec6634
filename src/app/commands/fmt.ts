/** `fxalert fmt [--check] FILE|'<condition>'`: conditions in canonical form; a file is rewritten in place. */
import { stat, writeFile } from 'node:fs/promises';
import { format } from '../../conditions/format.ts';
import { tellError, tellPlacedError } from '../../conditions/sentences/tell-error.ts';
import { formatAlertFile } from '../../config/format-alert-file.ts';
import { orBadInput, printLine, say } from './output.ts';
import { readText } from './read-text.ts';

/** Resolves with the exit status: 0 when all is well, 1 when `--check` found something to format, 2 for bad input. */
export async function fmt(what: string, { check }: { readonly check?: boolean }): Promise<number> {
  const isChecking = check ?? false;
  return (await isFile(what)) ? formatFile(what, isChecking) : formatText(what, isChecking);
}

async function isFile(path: string): Promise<boolean> {
  // A condition is no path of a file; whatever else keeps it from being read is told when it is read.
  return await stat(path).then(
    (found) => found.isFile(),
    () => /\.ya?ml$/.test(path),
  );
}

function formatText(source: string, isChecking: boolean): number {
  const formatted = format(source);
  if (!formatted.ok) {
    printLine({ ok: false, ...tellError(formatted.error) });
    say(tellPlacedError(formatted.error));
    return 2;
  }
  const changed = formatted.value !== source;
  printLine({ ok: true, text: formatted.value, changed });
  return changed && isChecking ? 1 : 0;
}

async function formatFile(path: string, isChecking: boolean): Promise<number> {
  const { text, changes } = orBadInput(formatAlertFile(await readText(path), path));
  for (const change of changes) printLine({ file: path, ...change });
  if (changes.length > 0 && !isChecking) await writeFile(path, text);
  say(
    `${changes.length} ${changes.length === 1 ? 'condition' : 'conditions'} ${isChecking ? 'to format' : 'formatted'}`,
  );
  return isChecking && changes.length > 0 ? 1 : 0;
}
