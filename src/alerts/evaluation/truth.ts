/** Kleene's three values as small integers: `false and unknown` is false, `true and unknown` is unknown. Only true fires. */
export type Truth = 0 | 1 | 2;

export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;

export function negation(truth: Truth): Truth {
  return truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE;
}

export function truthOf(holds: boolean): Truth {
  return holds ? TRUE : FALSE;
}

export const TRUTH_NAMES = ['false', 'true', 'unknown'] as const;
