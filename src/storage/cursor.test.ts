import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StorageError } from './storage-error.ts';
import { decodeCursor, decodeRowCursor, encodeCursor, isRowId, toPage } from './cursor.ts';

const instants = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });

describe('cursor', () => {
  it('gives back the key it was made from, in characters a URL takes as they are', () => {
    fc.assert(
      fc.property(instants, fc.string({ unit: 'binary' }), (at, text) => {
        const id = text.replaceAll('\0', '');
        const cursor = encodeCursor([at, id]);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(cursor)).toEqual([at, id]);
      }),
    );
  });

  it('says bad-cursor for any other text, and never anything else', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(answerTo(text)).toMatch(/^bad-cursor$|^a key of 2$/);
      }),
    );
  });

  it.each([
    ['a time before the calendar of the database', [Number.MIN_SAFE_INTEGER, 'a1']],
    ['a time after it', [Number.MAX_SAFE_INTEGER, 'a1']],
    ['an id with NUL', [1, 'a\0']],
    ['an id with half of a surrogate pair', [1, '\ud800']],
  ] as const)('made by hand is refused before the database is asked: %s', (_what, key) => {
    expect(answerTo(encodeCursor(key))).toBe('bad-cursor');
  });

  it('of another list is refused where ids are row numbers', () => {
    expect(() => decodeRowCursor(encodeCursor([1, 'a1']))).toThrow(/first page/);
    expect(decodeRowCursor(encodeCursor([1, '12']))).toEqual([1, '12']);
    expect(decodeRowCursor(undefined)).toBeNull();
  });
});

it('a row id is a positive whole number that int8 and a number can hold', () => {
  expect(['1', '9007199254740991'].every(isRowId)).toBe(true);
  expect(['0', '-1', '1.5', '1e3', '', ' 1', '01', '9'.repeat(17)].some(isRowId)).toBe(false);
});

it('a page names the next one only when there is more', () => {
  const view = { item: (n: number) => n * 10, key: (n: number) => [n, 'x'] as const };
  expect(toPage([1, 2], 2, view)).toEqual({ items: [10, 20], next: null });
  expect(toPage([1, 2, 3], 2, view)).toEqual({ items: [10, 20], next: encodeCursor([2, 'x']) });
  expect(toPage([], 2, view)).toEqual({ items: [], next: null });
});

function answerTo(cursor: string): string {
  try {
    return `a key of ${decodeCursor(cursor)?.length}`;
  } catch (error) {
    return (error as StorageError).code;
  }
}
