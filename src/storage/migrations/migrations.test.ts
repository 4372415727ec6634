/** What a migration may do to a database in use, of which an older version of the product reads and writes beside it. */
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from './migrations.ts';

/** The last one before these laws. */
const BEFORE = 21;
const later = MIGRATIONS.filter(({ version }) => version > BEFORE);
const code = (sql: string) => sql.replace(/--.*$/gm, '').toLowerCase();

describe('migrations', () => {
  it('go up in their numbers, each with a name of its own', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(new Set(MIGRATIONS.map(({ name }) => name)).size).toBe(MIGRATIONS.length);
  });

  it.each(later)('$version ($name) takes nothing away that an older version uses', ({ sql }) => {
    expect(code(sql)).not.toMatch(
      /\bdrop (table|column)\b|\brename\b|\balter column \w+ (type|set not null)\b/,
    );
  });

  it.each(later)('$version ($name) builds indexes on tables in use beside their users', ({ sql, index }) => {
    const own = [...code(sql).matchAll(/create table (?:if not exists )?(\w+)/g)].map(([, table]) => table);
    const onOthers = [...code(sql).matchAll(/create (?:unique )?index .*? on (\w+)/g)].filter(
      ([, table]) => !own.includes(table),
    );
    if (index === undefined) expect(onOthers.map(([text]) => text)).toEqual([]);
    else
      expect(sql).toMatch(
        new RegExp(`^create (unique )?index concurrently if not exists ${index} on [^;]+$`),
      );
  });
});
