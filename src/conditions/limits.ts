/** The bounds of a condition. Reaching one is an error of code `limit` that tells it; nothing is cut off in silence. */

/** UTF-16 units of source text. */
export const MAX_SOURCE_LENGTH = 2_048;
/** Parentheses, `not`, unary minus and argument lists inside one another. */
export const MAX_DEPTH = 32;
/** Nodes of the syntax tree. */
export const MAX_NODES = 500;
/** Closed candles one operand may reach back, with its indicator's warm-up, its offset and the bars it is looked at over. */
export const MAX_LOOK_BACK_CANDLES = 5_000;
/** `for`, `within` and `in`. */
export const MAX_DURATION_MS = 366 * 86_400_000;
/** Beyond this, doubles no longer hold hundredths. */
export const MAX_NUMBER = 1e13;
