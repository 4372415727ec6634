/** Why a source text is not a condition. Positions are 1-based, counted in UTF-16 units as editors do. */
export interface ConditionError {
  /** Stable, also in the API: `syntax`, `unknown-name`, `type`, `not-available-yet`, `limit`. */
  readonly code: ConditionErrorCode;
  /** A sentence that quotes the offending text and says what was expected, without the position. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Length of the offending text; 0 at the end of the source. */
  readonly length: number;
  /** A replacement for the offending text, where one is near. */
  readonly suggestion: string | null;
}

export type ConditionErrorCode = 'syntax' | 'unknown-name' | 'type' | 'not-available-yet' | 'limit';

/** `unknown indicator "rsl" — did you mean "rsi"? (line 1, column 1)` */
export function formatConditionError(error: ConditionError): string {
  return `${error.message} (line ${error.line}, column ${error.column})`;
}
