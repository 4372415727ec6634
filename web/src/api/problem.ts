/** What went wrong with a request, in a form that a form, a table and a toast can all show. */
import type { Problem } from '../../../src/api/contract/common.ts';

export type ConditionProblem = NonNullable<Problem['condition']>;

/**
 * `status` 0: no answer came (network, time-out); the reason is then in `code`.
 * `detail` is the server's own sentence, which says what to do.
 */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem | null;

  constructor(status: number, code: string, problem: Problem | null) {
    super(problem?.detail ?? code);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.problem = problem;
  }

  /** The message about one field of the body: `/settings/url`. */
  fieldError(path: string): string | null {
    return this.problem?.errors?.find((error) => error.path === path)?.message ?? null;
  }
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value
  );
}
