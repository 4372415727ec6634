/** A share of `npm run fuzz`: the same laws over the first texts of one seed. */
import { expect, test } from 'vitest';
import { examine } from './examine.ts';
import { fuzzSources } from './sources.ts';

const COUNT = 5_000;
/** On a machine that has other things to do. */
const PATIENCE_MS = 180_000;

test(
  'any text gives a condition or the error of the language, inside the text',
  { timeout: PATIENCE_MS },
  () => {
    let conditions = 0;
    let count = 0;
    for (const source of fuzzSources(1)) {
      if (examine(source)) conditions++;
      if (++count === COUNT) break;
    }
    // Both ways are taken often.
    expect(conditions).toBeGreaterThan(COUNT / 100);
    expect(count - conditions).toBeGreaterThan(COUNT / 2);
  },
);
