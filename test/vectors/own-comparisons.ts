/** Vectors that are not one call over one series of candles: patterns by the dozen, pivots of periods, turns drawn back in time. */
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import { resolveParams } from '../../src/indicators/call.ts';
import type { Candle } from '../../src/market/candle.ts';
import { correlationDifferences, crossingDifferences } from './language-comparisons.ts';
import { vectorCandles, type Vector } from './vector.ts';

/** The differences, one line each; none also when nothing could be compared is a fault of its own. */
export const OWN_COMPARISONS: Readonly<Record<string, (vector: Vector) => string[]>> = {
  cdl: (vector) => (vector.cases === undefined ? patternDifferences(vector) : caseDifferences(vector)),
  pivots: pivotDifferences,
  zigzag: turnDifferences,
  correlation: correlationDifferences,
  crossany: crossingDifferences,
  crossover: crossingDifferences,
};

/** TA-Lib's and Tulip's names of our patterns, with the argument that means theirs. */
const PATTERNS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  CDLDOJI: ['doji'],
  CDLHAMMER: ['hammer'],
  CDLINVERTEDHAMMER: ['inverted_hammer', 'gapped'],
  CDLENGULFING: ['engulfing'],
  CDLHARAMI: ['harami'],
  CDLPIERCING: ['piercing', 'gapped'],
  CDLDARKCLOUDCOVER: ['dark_cloud', 'gapped'],
  CDLMORNINGSTAR: ['morning_star', 'gapped'],
  CDLEVENINGSTAR: ['evening_star', 'gapped'],
  CDL3WHITESOLDIERS: ['three_soldiers'],
  CDL3BLACKCROWS: ['three_crows', 'gapped'],
  CDLMARUBOZU: ['marubozu'],
  doji: ['doji'],
  marubozu: ['marubozu'],
  three_white_soldiers: ['three_soldiers'],
  three_black_crows: ['three_crows', 'gapped'],
  morning_star: ['morning_star', 'gapped'],
  evening_star: ['evening_star', 'gapped'],
};

/** Where two lengths are equal in points, and the source's rounding says that one is more. */
const TIES: Readonly<Record<string, number>> = { 'TA-Lib-run/cdl.eurusdH1a.json CDLHAMMER': 198 };

/** The TA-Lib that Lean used wanted both ends of the bodies apart: what it finds we find, and we find more. */
const STRICT_IN_LEAN: ReadonlySet<string> = new Set(['CDLENGULFING', 'CDLHARAMI']);

/** Patterns of technicalindicators that need no history, as ours; the others are told without one. */
const CASES: Readonly<Record<string, number>> = { BearishEngulfingPattern: -1, BullishEngulfingPattern: 1 };

/** Vectors of what the language says: no indicator of ours is in them. */
const OF_THE_LANGUAGE: ReadonlySet<string> = new Set(['correlation', 'crossany', 'crossover']);

/** Our indicators in a vector that is compared here. */
export function ownIndicators(vector: Vector): readonly string[] {
  if (OF_THE_LANGUAGE.has(vector.group)) return [];
  if (vector.group !== 'cdl') return [vector.group];
  if (vector.cases !== undefined) return ['engulfing'];
  return Object.keys(vector.outputs).flatMap((theirs) => PATTERNS[theirs]?.[0] ?? []);
}

function patternDifferences(vector: Vector): string[] {
  const candles = vectorCandles(vector);
  let compared = 0;
  const faults = Object.entries(vector.outputs).flatMap(([theirs, wanted]) => {
    const call = PATTERNS[theirs];
    if (call === undefined) return [];
    const ours = columnsOf(call, candles)[0]!;
    return wanted.flatMap((value, i) => {
      if (value === null || Number.isNaN(ours[i])) return [];
      if (TIES[`${vector.file} ${theirs}`] === i) return [];
      if (vector.source === 'Lean' && STRICT_IN_LEAN.has(theirs) && value === 0) return [];
      compared++;
      // TA-Lib says ±100, and ±80 where one end of the bodies is equal; Tulip says 1 for either side.
      const isSame =
        vector.source === 'Tulip' ? (value !== 0) === (ours[i] !== 0) : Math.sign(value) === ours[i];
      return isSame ? [] : [`${theirs} at ${i}: ${ours[i]}, theirs ${value}`];
    });
  });
  return compared === 0 ? ['nothing was compared'] : faults;
}

function caseDifferences(vector: Vector): string[] {
  const known = vector.cases!.filter(({ pattern }) => CASES[pattern] !== undefined);
  if (known.length === 0) return ['nothing was compared'];
  return known.flatMap(({ pattern, inputs, expected }) => {
    const [ours] = columnsOf(['engulfing'], vectorCandles({ ...vector, inputs }));
    return (ours!.at(-1) === CASES[pattern]) === expected ? [] : [`${pattern}: ${ours!.at(-1)}`];
  });
}

function pivotDifferences(vector: Vector): string[] {
  const candles = vectorCandles(vector);
  const faults: string[] = [];
  let compared = 0;
  candles.forEach((_, i) => {
    const period = periodBefore(vector, candles, i);
    if (period.length === 0) return;
    const columns = columnsOf(['pivots', String(vector.params['type'])], [joined(period)]);
    indicatorDefinition('pivots')!.outputs.forEach(({ name }, k) => {
      const wanted = vector.outputs[name]?.[i] ?? null;
      // Its pivot of camarilla is the close; ours, as on TradingView, the mean of high, low and close.
      if (wanted === null || (name === 'pp' && vector.params['type'] === 'camarilla')) return;
      compared++;
      if (Math.abs(columns[k]![0]! - wanted) > vector.tolerance * wanted)
        faults.push(`${name} at ${i}: ${columns[k]![0]}, theirs ${wanted}`);
    });
  });
  return compared === 0 ? ['nothing was compared'] : faults;
}

/** The candles of the month or hour before that of candle i, or the ten before it. */
function periodBefore(vector: Vector, candles: readonly Candle[], i: number): readonly Candle[] {
  const window = vector.params['window'];
  if (window === 'rolling10') return i < 10 ? [] : candles.slice(i - 10, i);
  const keyLength = window === 'month' ? 'YYYY-MM'.length : 'YYYY-MM-DDTHH'.length;
  const keys = vector.dates!.map((date) => date.slice(0, keyLength));
  const before = keys.slice(0, i).findLast((key) => key !== keys[i]);
  return candles.filter((_, k) => keys[k] === before);
}

function joined(candles: readonly Candle[]): Candle {
  return {
    ...candles.at(-1)!,
    open: candles[0]!.open,
    high: Math.max(...candles.map(({ high }) => high)),
    low: Math.min(...candles.map(({ low }) => low)),
  };
}

/** Their line is drawn back to each turn; our pivots, in order, are those turns. The first and last of theirs are ends, not turns. */
function turnDifferences(vector: Vector): string[] {
  const pivot = columnsOf(['zigzag', Number(vector.params['percent']), 'close'], vectorCandles(vector))[2]!;
  const ours = pivot.slice(1).filter((value, i) => value !== pivot[i]);
  const types = vector.outputs['type']!;
  const theirs = types.flatMap((type, i) => (type === null ? [] : [vector.outputs['zigzag']![i]]));
  const confirmed = theirs.slice(0, ours.length);
  const isSame = ours.length >= theirs.length - 1 && confirmed.every((value, i) => value === ours[i]);
  return isSame ? [] : [`turns ${ours.join(' ')}, theirs ${theirs.join(' ')}`];
}

/** One series per output. */
function columnsOf(
  [name, ...args]: readonly [string, ...(number | string)[]],
  candles: readonly Candle[],
): number[][] {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const indicator = definition.create(params.value);
  const rows = candles.map((candle) => {
    indicator.push(candle);
    return [...indicator.outputs];
  });
  return definition.outputs.map((_, k) => rows.map((row) => row[k]!));
}
