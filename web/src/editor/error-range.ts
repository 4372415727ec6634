/** Where an error of the language stands in the text, as offsets. At the end of the text the last character is marked. */
import type { ConditionProblem } from '../api/problem.ts';

export function rangeOf(
  source: string,
  { line, column, length }: Pick<ConditionProblem, 'line' | 'column' | 'length'>,
): { from: number; to: number } {
  const before = source.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  const from = Math.min(start, source.length);
  const to = Math.min(from + length, source.length);
  return from < to ? { from, to } : { from: Math.max(0, from - 1), to: from };
}

/** The text with the offending part replaced by the suggestion. */
export function withSuggestion(source: string, error: ConditionProblem): string {
  const { from, to } = rangeOf(source, error);
  return source.slice(0, from) + (error.suggestion ?? '') + source.slice(to);
}
