/** What is wrong with a channel's settings: where, and a sentence that quotes the culprit. */
import type { ZodError } from 'zod';

export interface SettingsProblem {
  /** JSON pointer into the settings: `/url`, `/to/0`. */
  readonly path: string;
  readonly message: string;
}

export function problemsOf(error: ZodError): readonly SettingsProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pointer([...issue.path, key]), message: `unknown field "${key}"` }))
      : [{ path: pointer(issue.path), message: issue.message }],
  );
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
