/** What each file of the vectors says of our indicators, as the test run finds it. */
import { differencesFrom } from './compare.ts';
import { indicatorsOf, isImplemented } from './conventions.ts';
import { AGREES_FROM, BEGINS_EARLIER, BEGINS_LATER, DEPARTURES } from './departures.ts';
import { readVector, vectorEntries } from './vector.ts';

export interface Conformance {
  readonly file: string;
  /** The folder of the file: a library, or a run of it. */
  readonly source: string;
  readonly agrees: boolean;
  /** Why it does not agree, or not from its first value to its last; null when it does. */
  readonly reason: string | null;
}

/** By indicator, in the order of the files; null where the vectors are absent. */
export function conformance(): ReadonlyMap<string, readonly Conformance[]> | null {
  const entries = vectorEntries();
  if (entries === null) return null;
  const found = new Map<string, Conformance[]>();
  for (const entry of entries) {
    if (!isImplemented(entry.group)) continue;
    const vector = readVector(entry);
    const { file } = entry;
    const reason =
      DEPARTURES[file] ?? AGREES_FROM[file]?.[1] ?? BEGINS_EARLIER[file] ?? BEGINS_LATER[file] ?? null;
    const result = { file, source: vector.source, agrees: differencesFrom(vector).length === 0, reason };
    for (const name of indicatorsOf(vector)) found.set(name, [...(found.get(name) ?? []), result]);
  }
  return found;
}
