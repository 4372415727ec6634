import { describe, expect, test } from 'vitest';
import { centresAt, hoursBehindLondon, nextMoment } from './fx-clock.ts';

const at = (text: string): number => Date.parse(text);
const open = (text: string) =>
  centresAt(at(text))
    .filter((centre) => centre.open)
    .map((centre) => centre.name);

describe('the centres', () => {
  test('show their local times', () => {
    expect(centresAt(at('2026-07-15T00:55:00Z')).map((centre) => centre.time)).toEqual([
      '09:55',
      '01:55',
      '20:55',
    ]);
    expect(centresAt(at('2026-01-15T00:55:00Z')).map((centre) => centre.time)).toEqual([
      '09:55',
      '00:55',
      '19:55',
    ]);
  });
  test('are open in their local hours', () => {
    expect(open('2026-01-14T03:00:00Z')).toEqual(['tokyo']);
    expect(open('2026-01-14T08:30:00Z')).toEqual(['tokyo', 'london']);
    expect(open('2026-01-14T14:00:00Z')).toEqual(['london', 'newYork']);
    expect(open('2026-01-14T22:30:00Z')).toEqual([]);
  });
  test('are closed at the weekend', () => {
    expect(open('2026-01-17T14:00:00Z')).toEqual([]);
  });
});

describe('the next moment', () => {
  test('walks through a winter day', () => {
    const walk = [
      '2026-01-14T00:00:00Z',
      '2026-01-14T00:55:00Z',
      '2026-01-14T06:00:00Z',
      '2026-01-14T13:10:00Z',
    ];
    expect(walk.map((text) => nextMoment(at(text)))).toEqual([
      { name: 'tokyoFix', at: at('2026-01-14T00:55:00Z') },
      { name: 'tokyoCut', at: at('2026-01-14T06:00:00Z') },
      { name: 'ecbReference', at: at('2026-01-14T13:10:00Z') },
      { name: 'newYorkCut', at: at('2026-01-14T15:00:00Z') },
    ]);
  });
  test('after the last rollover of the week it is the Tokyo fix of Monday', () => {
    expect(nextMoment(at('2026-01-16T22:00:00Z'))).toEqual({
      name: 'tokyoFix',
      at: at('2026-01-19T00:55:00Z'),
    });
  });
});

test('weeks in which only one side of the Atlantic changed its clocks are told', () => {
  expect(hoursBehindLondon(at('2026-01-14T00:00:00Z'))).toBeNull();
  expect(hoursBehindLondon(at('2026-03-16T00:00:00Z'))).toBe(4);
  expect(hoursBehindLondon(at('2026-10-28T00:00:00Z'))).toBe(4);
  expect(hoursBehindLondon(at('2026-07-14T00:00:00Z'))).toBeNull();
});
