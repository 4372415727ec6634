/** The committed guides are what the catalog and the run of the vectors give now. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guide, isVectorLine } from '../../scripts/indicator-guide/guide.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import type { ConditionContext } from '../../src/conditions/context.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import { CONVENTIONS_JA } from '../../src/indicators/conventions-ja.ts';
import { instrumentId } from '../../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import { conformance } from './conformance.ts';

const results = conformance();
const CONTEXT: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};
const GUIDES = [
  ['en', 'indicators.md'],
  ['ja', 'indicators.ja.md'],
] as const;

describe.each(GUIDES)('the guide in %s', (language, file) => {
  const committed = readFileSync(new URL(`../../docs/guide/${file}`, import.meta.url), 'utf8');

  test('is made of the catalog (else: npm run docs:indicators)', () => {
    expect(lines(committed, false)).toEqual(lines(guide(language, results), false));
    expect(lines(committed, false).length).toBeGreaterThan(5 * CATALOG.size);
  });

  test('says of the vectors what they say (else: npm run docs:indicators)', () => {
    const said = lines(committed, true);
    expect(said.length).toBe(CATALOG.size);
    if (results === null) console.info('No vectors: what the guide says of them was not compared.');
    else expect(said).toEqual(lines(guide(language, results), true));
  });

  test('shows conditions that are accepted', () => {
    const examples = [...committed.matchAll(/^```condition\n([^]*?)\n```$/gm)].map(
      ([, source = '']) => source,
    );
    expect(examples.length).toBeGreaterThan(5);
    for (const source of examples)
      expect(checkCondition(source, CONTEXT), source).toMatchObject({ ok: true });
  });
});

test('every convention has its Japanese, and no Japanese is left over', () => {
  expect(Object.keys(CONVENTIONS_JA).sort()).toEqual([...CATALOG.keys()].sort());
});

function lines(text: string, ofVectors: boolean): string[] {
  return text.split('\n').filter((line) => isVectorLine(line) === ofVectors);
}
