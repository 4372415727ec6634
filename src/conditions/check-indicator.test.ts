import { describe, expect, it } from 'vitest';
import { checkIndicator } from './check-indicator.ts';
import { tellError } from './sentences/tell-error.ts';

const describeResult = (source: string) => {
  const checked = checkIndicator(source);
  return checked.ok
    ? checked.value.text
    : `${checked.error.code} ${checked.error.column}+${checked.error.length}: ${tellError(checked.error).message}`;
};

describe('an indicator alone', () => {
  it.each([
    ['rsi(14)', 'rsi(14)'],
    ['RSI', 'rsi(14)'],
    ['bb(20)', 'bb(20, 2)'],
    ['rsl(14)', 'unknown-name 1+3: unknown indicator "rsl" — did you mean "rsi"?'],
    ['close', 'type 1+5: expected an indicator such as rsi(14), found "close"'],
    ['rsi(14) > 3', 'syntax 9+1: expected the end after "rsi(14)", found ">"'],
    ['bb(20, 2).upper', 'syntax 11+5: expected an indicator alone, such as rsi(14), found "bb(20, 2).upper"'],
  ])('%s: %s', (source, expected) => expect(describeResult(source)).toBe(expected));
});
