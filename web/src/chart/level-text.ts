/** Moving a level on the chart edits the number in the condition's text: nothing else of the text changes. */
const COMMENT = /--[^\n]*/g;
const NUMBER = /(?<![\w.@])\d+(?:\.\d+)?(?![\w.]|\s*pips?\b|\s*%)/g;

/**
 * The text with the literal of value `from` replaced by `to`. Null where it cannot be told which number is meant: none has
 * the value (the level is computed), or more than one has.
 */
export function moveLevel(when: string, from: number, to: string): string | null {
  const bare = when.replace(COMMENT, (comment) => ' '.repeat(comment.length));
  const found = [...bare.matchAll(NUMBER)].filter((match) => Number(match[0]) === from);
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return when.slice(0, only.index) + to + when.slice(only.index + only[0].length);
}
