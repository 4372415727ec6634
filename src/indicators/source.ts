/** Which price of a candle a one-series indicator reads: `sma(20, high)`. */
import { assert } from '../kernel/assert.ts';
import type { Candle } from '../market/candle.ts';
import type { IndicatorParameter } from './indicator.ts';

export const SOURCES = ['close', 'open', 'high', 'low', 'hl2', 'hlc3', 'ohlc4', 'hlcc4'] as const;
export type Source = (typeof SOURCES)[number];

export function sourceParameter(byDefault: Source = 'close'): IndicatorParameter {
  return { kind: 'choice', name: 'source', default: byDefault, choices: SOURCES };
}

export function isSource(word: unknown): word is Source {
  return SOURCES.some((source) => source === word);
}

export function sourceAt(params: readonly (number | string)[], index: number): Source {
  const word = params[index];
  assert(isSource(word), `not a price source: ${String(word)}`);
  return word;
}

export function readSource(candle: Candle, source: Source): number {
  switch (source) {
    case 'close':
      return candle.close;
    case 'open':
      return candle.open;
    case 'high':
      return candle.high;
    case 'low':
      return candle.low;
    case 'hl2':
      return (candle.high + candle.low) / 2;
    case 'hlc3':
      return (candle.high + candle.low + candle.close) / 3;
    case 'ohlc4':
      return (candle.open + candle.high + candle.low + candle.close) / 4;
    case 'hlcc4':
      return (candle.high + candle.low + 2 * candle.close) / 4;
  }
}
