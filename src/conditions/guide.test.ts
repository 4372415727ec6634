/** The examples of docs/guide/conditions.md and its Japanese twin, each checked. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import type { ConditionContext } from './context.ts';
import { tellError } from './sentences/tell-error.ts';
import { CANDLE_FIELDS, KEYWORDS, QUOTE_FIELDS } from './vocabulary.ts';

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

function blocksOf(guide: string, language: 'condition' | 'refused'): readonly string[] {
  const text = readFileSync(new URL(`../../docs/guide/${guide}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , body = '']) => body);
}

const accepted = blocksOf('conditions.md', 'condition');
const refused = blocksOf('conditions.md', 'refused');
const refusedInJapanese = blocksOf('conditions.ja.md', 'refused');
const sourceOf = (block: string): string => block.split('\n')[0] ?? '';

test('both languages show the same examples, and there are many', () => {
  expect(accepted.length).toBeGreaterThan(25);
  expect(refused.length).toBeGreaterThan(4);
  expect(blocksOf('conditions.ja.md', 'condition')).toEqual(accepted);
  expect(refusedInJapanese.map(sourceOf)).toEqual(refused.map(sourceOf));
});

describe('every example is a condition', () => {
  test.each(accepted)('%s', (source) => {
    expect(checkCondition(source, context)).toMatchObject({ ok: true });
  });
});

describe.each([
  ['en', refused],
  ['ja', refusedInJapanese],
] as const)('every mistake gives the error shown, in the language of the guide: %s', (language, blocks) => {
  test.each(blocks)('%s', (block) => {
    const [source = '', error = ''] = block.split('\n');
    const result = checkCondition(source, context);
    if (result.ok) throw new Error(`accepted: ${source}`);
    const { column, length, message } = tellError(result.error, language);
    expect(`${' '.repeat(column - 1)}${'^'.repeat(length)} ${message}`).toBe(error);
  });
});

test('every word of the language has an example', () => {
  const synonyms = ['pip', 'bar', 'candle', 'candles'];
  const shown = new Set(accepted.join(' ').match(/\w+/g));
  const words = [...KEYWORDS, ...QUOTE_FIELDS, ...CANDLE_FIELDS].filter((word) => !synonyms.includes(word));
  expect(words.filter((word) => !shown.has(word))).toEqual([]);
});
