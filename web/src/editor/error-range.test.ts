import { expect, test } from 'vitest';
import { rangeOf, withSuggestion } from './error-range.ts';

test('an error is found on its line', () => {
  expect(rangeOf('bid > 1 and\nrsl(14) < 30', { line: 2, column: 1, length: 3 })).toEqual({
    from: 12,
    to: 15,
  });
});

test('an error at the end marks the last character, so that there is something to see', () => {
  expect(rangeOf('bid >', { line: 1, column: 6, length: 0 })).toEqual({ from: 4, to: 5 });
  expect(rangeOf('', { line: 1, column: 1, length: 0 })).toEqual({ from: 0, to: 0 });
});

test('a position beyond the text is brought back into it', () => {
  expect(rangeOf('bid', { line: 9, column: 9, length: 4 })).toEqual({ from: 2, to: 3 });
});

test('a suggestion replaces the offending word only', () => {
  const error = {
    code: 'unknown-name',
    message: '',
    line: 1,
    column: 1,
    length: 3,
    suggestion: 'rsi',
  } as const;
  expect(withSuggestion('rsl(14)@M15 < 30', error)).toBe('rsi(14)@M15 < 30');
});
