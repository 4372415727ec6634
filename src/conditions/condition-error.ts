/** Why a source text is not a condition. Positions are 1-based, counted in UTF-16 units as editors do. */
import type { Fault } from './sentences/faults.ts';

export interface ConditionError {
  /** Stable, also in the API: `syntax`, `unknown-name`, `type`, `not-available-yet`, `limit`. */
  readonly code: ConditionErrorCode;
  /** What is wrong, as data; sentences/tell-error.ts says it in a language. */
  readonly said: Fault;
  readonly line: number;
  readonly column: number;
  /** Length of the offending text; 0 at the end of the source. */
  readonly length: number;
  /** A replacement for the offending text, where one is near. */
  readonly suggestion: string | null;
}

export type ConditionErrorCode = 'syntax' | 'unknown-name' | 'type' | 'not-available-yet' | 'limit';
