/** told.txt: for each mistake its source, the English sentence and the Japanese one, for reading side by side. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { instrumentId } from '../../kernel/units.ts';
import type { Instrument } from '../../market/instrument.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../market/instruments.ts';
import { checkIndicator } from '../check-indicator.ts';
import { checkCondition } from '../check.ts';
import type { ConditionError } from '../condition-error.ts';
import { ENGLISH } from './english.ts';
import { JAPANESE } from './japanese.ts';
import { tellError, tellPlacedError } from './tell-error.ts';

const ALL = instrumentTable(BUILT_IN_INSTRUMENTS);

interface Way {
  readonly source?: (text: string) => string;
  readonly instrument?: string | null;
  readonly instruments?: ReadonlyMap<string, Instrument>;
  readonly isIndicator?: boolean;
}

/** What a source line may begin with in brackets. */
const WAYS: Readonly<Record<string, Way>> = {
  'an indicator alone': { isIndicator: true },
  'without an instrument of its own': { instrument: null },
  'of ABCDEF, which is not there': { instrument: 'ABCDEF' },
  'where EURUSD is the only one': {
    instrument: 'EURUSD',
    instruments: new Map([...ALL].filter(([id]) => id === 'EURUSD')),
  },
  'with U+200B at its end': { source: (text) => `${text} \u200b` },
  '2,049 characters': { source: (text) => text.repeat(2_049) },
  '601 parts': { source: (text) => text + '+1'.repeat(300) },
  '33 levels deep': { source: (text) => '('.repeat(33) + text },
};

function errorOf(line: string): ConditionError {
  const [, name, text = ''] = /^(?:\[([^\]]+)\] )?(.*)$/.exec(line) ?? [];
  const way: Way | undefined = name === undefined ? {} : WAYS[name];
  if (way === undefined) throw new Error(`no way to read: ${line}`);
  const source = way.source?.(text) ?? text;
  const instrument = way.instrument === undefined ? 'USDJPY' : way.instrument;
  const result =
    way.isIndicator === true
      ? checkIndicator(source)
      : checkCondition(source, {
          instruments: way.instruments ?? ALL,
          defaultInstrument: instrument === null ? null : instrumentId(instrument),
          basis: 'bid',
        });
  if (result.ok) throw new Error(`accepted: ${line}`);
  return result.error;
}

const told = readFileSync(new URL('told.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n\n')
  .filter((block) => !block.startsWith('# '))
  .map((block) => block.split('\n') as [line: string, english: string, japanese: string]);

test.each(told)('%s', (line, english, japanese) => {
  const error = errorOf(line);
  expect(tellError(error, 'en').message).toBe(english);
  expect(tellError(error, 'ja').message).toBe(japanese);
});

test('every sentence of both languages is there to be read', () => {
  const errors = told.map(([line]) => errorOf(line).said);
  const faults = new Set(errors.map(({ key }) => key));
  const expected = new Set(errors.flatMap((said) => (said.key === 'expected' ? said.expected.key : [])));
  for (const words of [ENGLISH, JAPANESE]) {
    expect([...faults].sort()).toEqual(Object.keys(words.faults).sort());
    expect([...expected].sort()).toEqual(Object.keys(words.expected).sort());
  }
});

test('Japanese is Japanese: no English quotation marks, half-width digits, a full stop or a question at the end', () => {
  for (const [, , japanese] of told) {
    expect(japanese).not.toMatch(/["“”]|[０-９]/);
    expect(japanese).toMatch(/[ぁ-ん].*[。？]$/);
  }
});

test('a suggestion is the last word in both languages', () => {
  const suggestions = told.flatMap(([line, english, japanese]) => {
    const { suggestion } = errorOf(line);
    const asked = /— did you mean "(.*)"\?$/.exec(english)?.[1] ?? null;
    expect([suggestion, suggestion], line).toEqual([
      asked,
      /「([^」]*)」ではありませんか？$/.exec(japanese)?.[1] ?? null,
    ]);
    return suggestion ?? [];
  });
  expect(suggestions.length).toBeGreaterThan(10);
});

test('the place follows the sentence', () => {
  const error = errorOf('rsl(14)@H1 > 70');
  expect(tellPlacedError(error)).toBe('unknown indicator "rsl" — did you mean "rsi"? (line 1, column 1)');
  expect(tellPlacedError(error, 'ja')).toBe(
    '「rsl」という指標はありません。「rsi」ではありませんか？（1 行 1 列）',
  );
});
