/** Our indicators against values from outside: spreadsheets, other libraries' published tests, runs of the C libraries. */
import { describe, expect, test } from 'vitest';
import { differencesFrom } from './compare.ts';
import { isImplemented } from './conventions.ts';
import { AGREES_FROM, BEGINS_EARLIER, BEGINS_LATER, DEPARTURES, PRINTED_DIGITS } from './departures.ts';
import { readVector, vectorEntries } from './vector.ts';

const entries = vectorEntries();

if (entries === null) {
  test('are absent here: oracles and peers still prove the indicators', () => {
    console.info('No vectors: set FXALERT_SHARED to the folder that holds vectors/.');
    expect(isImplemented('sma')).toBe(true);
  });
} else {
  test('are all compared, and every departure names one', () => {
    expect(entries.length).toBeGreaterThan(400);
    expect(entries.filter(({ group }) => !isImplemented(group))).toEqual([]);
    const files = new Set(entries.map(({ file }) => file));
    for (const table of [DEPARTURES, BEGINS_LATER, BEGINS_EARLIER, AGREES_FROM, PRINTED_DIGITS])
      for (const file of Object.keys(table)) expect(files).toContain(file);
  });

  describe('agree with ours within their own tolerance', () => {
    test.each(entries.filter(({ file }) => DEPARTURES[file] === undefined))('$file', (entry) => {
      const vector = readVector(entry);
      expect(differencesFrom(vector)).toEqual([]);
    });
  });

  describe('differ as the table of departures says', () => {
    test.each(entries.filter(({ file }) => DEPARTURES[file] !== undefined))('$file', (entry) => {
      expect(DEPARTURES[entry.file]!.length).toBeGreaterThan(10);
      expect(differencesFrom(readVector(entry))).not.toEqual([]);
    });
  });
}
