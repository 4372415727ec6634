/** A stand-in for the language while only the page is developed: it knows the words, not the grammar. */
import type { CheckAnswer } from '../../src/api/contract/alerts.ts';
import type { IndicatorCatalogEntry } from '../../src/api/contract/market.ts';
import type { z } from 'zod';
import { bidAt, candlesBefore, quoteAt } from './mock-prices.ts';

type CatalogEntry = z.infer<typeof IndicatorCatalogEntry>;

const WORDS =
  'and or not crosses above below enters leaves inside outside rises falls moves by in is rising falling for within then unless bars bar pips pip atr live bid ask mid spread open high low close volume gotobi';

function entry(name: string, ja: string, parameters: readonly [string, number][]): CatalogEntry {
  const price = ['sma', 'ema', 'wma', 'bb', 'highest', 'lowest', 'donchian'].includes(name);
  return {
    name,
    title: { en: name.toUpperCase(), ja },
    parameters: parameters.map(([parameter, value]) => ({
      name: parameter,
      kind: 'integer',
      default: value,
      min: 1,
      max: 5000,
      choices: [],
    })),
    outputs: (name === 'bb' ? ['middle', 'upper', 'lower'] : ['value']).map((output) => ({
      name: output,
      dimension: price ? 'price' : 'oscillator',
    })),
    overlay: price,
    needsVolume: false,
    warmUp: parameters[0]?.[1] ?? 1,
    convention: `The textbook ${name}.`,
    source: 'mock',
  };
}

export const CATALOG: readonly CatalogEntry[] = [
  entry('sma', '単純移動平均', [['length', 20]]),
  entry('ema', '指数移動平均', [['length', 20]]),
  entry('rsi', '相対力指数', [['length', 14]]),
  entry('macd', 'MACD', [
    ['fast', 12],
    ['slow', 26],
    ['signal', 9],
  ]),
  entry('bb', 'ボリンジャーバンド', [
    ['length', 20],
    ['width', 2],
  ]),
  entry('atr', '平均真の値幅', [['length', 14]]),
  entry('adx', 'ADX', [['length', 14]]),
  entry('donchian', 'ドンチャン', [['length', 20]]),
];

const KNOWN = new Set([...WORDS.split(' '), ...CATALOG.map((item) => item.name)]);

export function check(when: string, instrument: string, now: number): CheckAnswer {
  const problem = findProblem(when);
  if (problem !== null) return { ok: false, error: problem };
  const operands: Record<string, number | null> = {};
  const quote = quoteAt(instrument, now);
  for (const [text, name] of when.matchAll(
    /\b([a-z]+)(?:\([^)]*\))?(?:\.[a-z]+)?(?:@[A-Z0-9]+)?(?:\s+live)?/gi,
  )) {
    const lower = (name ?? '').toLowerCase();
    if (lower === 'bid' || lower === 'ask') operands[text.trim()] = quote[lower];
    else if (lower === 'mid') operands[text.trim()] = (quote.bid + quote.ask) / 2;
    else if (lower === 'spread') operands[text.trim()] = quote.spreadPips;
    else if (['open', 'high', 'low', 'close'].includes(lower)) operands[text.trim()] = quote.bid;
    else if (CATALOG.some((item) => item.name === lower))
      operands[text.trim()] = lower === 'rsi' ? 41.37 : quote.bid * 0.9987;
  }
  const timeframes = [
    ...new Set([...when.matchAll(/@([A-Z]+\d+)/gi)].map((match) => (match[1] ?? '').toUpperCase())),
  ];
  const live = /\b(bid|ask|mid|spread|live)\b/i.test(when);
  return {
    ok: true,
    text: when.trim(),
    kind: /crosses|enters|leaves/i.test(when) ? 'pulse' : 'state',
    clock: {
      ticks: live ? [instrument] : [],
      closes: timeframes.map((timeframe) => ({ instrument, timeframe })),
    },
    instruments: [instrument],
    warmUp: timeframes.map((timeframe) => ({ instrument, timeframe, candles: 20 })),
    levels: levelsOf(when),
    operands,
  };
}

export function levelsOf(when: string): number[] {
  return [...when.matchAll(/(?:above|below|crosses|enters|leaves|\.\.|[<>]=?)\s*(\d+\.\d+)/gi)].map((match) =>
    Number(match[1]),
  );
}

function findProblem(when: string): Extract<CheckAnswer, { ok: false }>['error'] | null {
  const bare = when.replace(/--.*$/gm, (comment) => ' '.repeat(comment.length));
  const at = (index: number, length: number) => {
    const before = when.slice(0, index).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length };
  };
  if (bare.trim() === '')
    return {
      code: 'syntax',
      message: 'the condition is empty: write one such as "bid crosses above 150"',
      ...at(0, 0),
      suggestion: null,
    };
  for (const match of bare.matchAll(/(?<![@.\w])[a-z_]+(?![\w:])/gi)) {
    const word = match[0].toLowerCase();
    if (KNOWN.has(word) || INSTRUMENT.test(match[0])) continue;
    const near =
      [...KNOWN].find((known) => known.length === word.length && distance(known, word) === 1) ?? null;
    const message = `unknown name "${match[0]}"${near === null ? '' : ` — did you mean "${near}"?`}`;
    return { code: 'unknown-name', message, ...at(match.index, match[0].length), suggestion: near };
  }
  if (/(above|below|crosses|and|or|[<>=])\s*$/i.test(bare))
    return {
      code: 'syntax',
      message: 'the condition ends too early: a value was expected',
      ...at(bare.trimEnd().length, 0),
      suggestion: null,
    };
  return null;
}

const INSTRUMENT = /^[A-Z]{6}$/;

function distance(a: string, b: string): number {
  return [...a].filter((character, i) => character !== b[i]).length;
}

/** Crossings of the first level on M5 closes; a firing every nine hours for anything else. */
export function firings(when: string, instrument: string, range: { from: number; to: number }): number[] {
  const level = levelsOf(when)[0];
  const found: number[] = [];
  if (level === undefined) {
    for (let at = range.from; at < range.to; at += 9 * 3_600_000 + 1_234_567) found.push(at);
    return found;
  }
  const limit = Math.floor((range.to - range.from) / 300_000);
  let last = bidAt(instrument, range.from);
  for (const candle of candlesBefore(instrument, 'M5', { before: range.to, limit })) {
    const up = last < level && candle.close > level;
    const down = last > level && candle.close < level;
    if ((up && !/below/i.test(when)) || (down && !/above/i.test(when)))
      found.push(Date.parse(candle.at) + 300_000);
    last = candle.close;
  }
  return found;
}
