/** What every command prints: results as one JSON object a line on stdout, everything for people on stderr. */
import { type Result } from '../../kernel/result.ts';

/** Bad input: the sentence goes to stderr, the process ends with 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

export function printLine(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Waits while a slow reader of stdout catches up, so that memory stays bounded. */
export async function drained(): Promise<void> {
  if (process.stdout.writableNeedDrain)
    await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

export function orBadInput<T>(result: Result<T, string | readonly string[]>): T {
  if (result.ok) return result.value;
  throw new BadInput(typeof result.error === 'string' ? result.error : result.error.join('\n'));
}
