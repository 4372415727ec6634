import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionNodes } from '../../test/arbitraries/condition.ts';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { complete, type CompletionOption } from './complete.ts';
import type { ConditionContext } from './context.ts';
import { helpFor } from './help.ts';
import { hover } from './hover.ts';
import { parse } from './parser.ts';
import { print } from './print.ts';
import { type HighlightKind, tokenize } from './tokenize.ts';
import { callables, indicatorNames, KEYWORDS } from './vocabulary.ts';

const JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

describe('tokenize', () => {
  const kinds = (source: string): string =>
    tokenize(source)
      .map(({ kind, from, to }) => `${source.slice(from, to)}:${kind}`)
      .join(' ');

  test('names every piece by what it is where it stands', () => {
    expect(kinds('EURUSD:bb(20, high).upper@H1 live[1] >= 1.5 pips -- why')).toBe(
      'EURUSD:instrument ::punctuation bb:indicator (:punctuation 20:number ,:punctuation high:field ):punctuation ' +
        '.:punctuation upper:output @:punctuation H1:timeframe live:keyword [:punctuation 1:number ]:punctuation ' +
        '>=:operator 1.5:number pips:unit -- why:comment',
    );
    expect(kinds('rsl@H99 && news(USD, 30m)')).toBe(
      'rsl:invalid @:punctuation H99:invalid &&:invalid news:indicator (:punctuation USD:word ,:punctuation 30m:number ):punctuation',
    );
  });

  test('every kind has its text', () => {
    const samples: Record<HighlightKind, string> = {
      keyword: 'crosses',
      unit: 'bars',
      field: 'bid',
      function: 'stale',
      indicator: 'rsi',
      output: 'bb.upper',
      instrument: 'EURUSD:',
      timeframe: '@D1',
      number: '1.5h',
      operator: '>=',
      punctuation: '[',
      comment: '-- why',
      invalid: '#',
      word: 'sma(x',
    };
    for (const [kind, sample] of Object.entries(samples))
      expect(
        tokenize(sample).map((token) => token.kind as string),
        sample,
      ).toContain(kind);
  });

  test('the pieces follow one another and cover everything but blanks', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      conditionNodes.map((node) => print(node)),
    );
    fc.assert(
      fc.property(texts, (source) => {
        let at = 0;
        for (const { from, to } of tokenize(source)) {
          expect(source.slice(at, from).trim()).toBe('');
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(source.slice(at).trim()).toBe('');
      }),
    );
  });
});

describe('complete', () => {
  /** `|` is the cursor. */
  const labels = (marked: string): readonly string[] => {
    const offset = marked.indexOf('|');
    return complete(marked.replace('|', ''), offset, context).options.map(({ label }) => label);
  };

  const option = (marked: string, label: string): CompletionOption | undefined =>
    complete(marked.replace('|', ''), marked.indexOf('|'), context).options.find(
      (one) => one.label === label,
    );

  test('an option says what it is and what it inserts', () => {
    expect(option('|', 'EURUSD')).toMatchObject({
      insert: 'EURUSD:',
      kind: 'instrument',
      detail: { en: 'EUR/USD' },
    });
    expect(option('|', 'sma')).toMatchObject({
      insert: 'sma',
      kind: 'indicator',
      detail: { en: 'Simple moving average: sma(period, source)', ja: '単純移動平均: sma(period, source)' },
    });
    expect(option('bid > 1 |', 'and')).toMatchObject({ kind: 'keyword', detail: { ja: '両方が真' } });
    expect(option('spread < 2 |', 'pips')).toMatchObject({ kind: 'unit' });
  });

  test('an operand is offered at the start, with the instruments', () => {
    const offered = labels('|');
    expect(offered).toEqual(expect.arrayContaining(['not', 'bid', 'close', 'rsi', 'EURUSD']));
    expect(offered).not.toContain('and');
  });

  test('behind an instrument only its operands are offered', () => {
    expect(labels('EURUSD:|')).toEqual(expect.arrayContaining(['close', 'ema']));
    expect(labels('EURUSD:|')).not.toEqual(expect.arrayContaining(['USDJPY']));
  });

  test('timeframes follow @, also of bars', () => {
    expect(labels('close@|')).toEqual(['M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1', 'W1', 'MN1']);
    expect(labels('mid rises by 5 pips in 3 bars@M|')).toContain('M15');
  });

  test('outputs and words of the indicator at hand', () => {
    expect(labels('bb(20, 2).|')).toEqual(['middle', 'upper', 'lower', 'percentb', 'bandwidth']);
    expect(labels('sma(20, |')).toEqual(['close', 'open', 'high', 'low', 'hl2', 'hlc3', 'ohlc4', 'hlcc4']);
  });

  test('relations follow an operand', () => {
    expect(labels('close@H1 cr|')).toEqual([
      ...['live', 'crosses', 'enters', 'leaves', 'inside', 'outside', 'rises', 'falls', 'moves', 'is'],
      ...['touches', 'breaks', 'bounces'],
    ]);
    expect(labels('bid crosses |')).toEqual(expect.arrayContaining(['above', 'below', 'close']));
    expect(labels('close@H1 is |')).toEqual(['rising', 'falling']);
    expect(labels('mid rises |')).toEqual(['by']);
    expect(labels('close@H1 > 1 |')).toEqual(expect.arrayContaining(['for', 'within', 'then', 'and', 'or']));
  });

  test('units follow a number, and only those of time without a blank', () => {
    expect(labels('spread < 2 |')).toEqual(expect.arrayContaining(['pips', 'atr', 'and', 'or', 'for']));
    expect(labels('mid rises by 5 pips in 15|')).toEqual(['s', 'm', 'h', 'd']);
    expect(labels('mid rises by 5 pips in 15 |')).toEqual(['s', 'm', 'h', 'd', 'bars']);
    expect(labels('spread < 2|')).toEqual([]);
  });

  test('the word at the cursor is replaced whole', () => {
    expect(complete('close@H1 > rs', 13, context)).toMatchObject({ from: 11, to: 13 });
    expect(complete('close@H1 > rsi(14)', 12, context)).toMatchObject({ from: 11, to: 14 });
  });

  test('what stands beside an output, a choice and a word of a call is in both languages', () => {
    expect(option('bb(20, 2).|', 'upper')?.detail).toEqual({ en: 'price', ja: '価格' });
    const calls = [...indicatorNames(), ...callables().map(({ name }) => name)];
    const inside = calls.flatMap((name) => [`${name}(|`, `${name}.|`]);
    const offered = inside.flatMap((marked) => {
      const offset = marked.indexOf('|');
      return complete(marked.replace('|', ''), offset, context).options;
    });
    const words = offered.filter(({ kind }) => kind === 'parameter' || kind === 'output');
    expect(words.length).toBeGreaterThan(200);
    for (const { label, detail } of words) expect(detail.ja, label).toMatch(JAPANESE);
  });

  test('nothing is offered in comments and behind a mistake', () => {
    expect(labels('bid > 1 -- rs|')).toEqual([]);
    expect(labels('bid # 1 and |')).toEqual([]);
  });

  test('every offer is explained, and the parser takes it', () => {
    let taken = 0;
    fc.assert(
      fc.property(conditionNodes, fc.nat(), (node, seed) => {
        const source = print(node);
        const { from, options } = complete(source, seed % (source.length + 1), context);
        for (const { insert, detail } of options) {
          expect([detail.en, detail.ja]).not.toContain('');
          const typed = source.slice(0, from) + insert;
          const parsed = parse(typed);
          if (!parsed.ok) expect(parsed.error.column, typed).toBe(typed.length + 1);
          taken++;
        }
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(1_000);
  });
});

describe('hover', () => {
  test('explains keywords, indicators with their parameters, timeframes and what is to come', () => {
    expect(hover('close@H1 crosses 1', 10)).toMatchObject({ from: 9, to: 16, title: 'crosses' });
    expect(hover('rsi(14)@H1 > 70', 1)).toMatchObject({
      from: 0,
      to: 3,
      title: expect.stringMatching(/^rsi\(period, /) as string,
    });
    expect(hover('rsi(14)@H1 > 70', 8)).toMatchObject({ title: 'H1', text: { ja: 'H1 の確定足' } });
    expect(hover('bid > close@H1 + 2 atr', 20)).toMatchObject({ title: 'atr', text: helpFor('atr') });
    expect(hover('news', 0)).toMatchObject({ text: { en: 'news is not available yet' } });
  });

  test('is in the language of the page, whole: also how an indicator is computed', () => {
    for (const name of indicatorNames()) {
      const text = hover(name, 0)?.text;
      expect(text?.ja, name).toMatch(JAPANESE);
      expect(text?.ja.split('\n')[1], name).not.toBe(text?.en.split('\n')[1]);
    }
  });

  test('says nothing of blanks, numbers and unknown words', () => {
    expect([
      hover('bid > 1', 3),
      hover('bid > 1', 6),
      hover('foo', 0),
      hover('', 0),
      hover('bid', 99),
    ]).toEqual([null, null, null, null, null]);
  });
});

test('every keyword has its sentence in both languages', () => {
  for (const word of KEYWORDS) expect(helpFor(word), word).not.toBeNull();
});
