/** Which price of a candle a one-series indicator reads: `sma(20, high)`. */
import { assert } from '../kernel/assert.ts';
import type { Candle } from '../market/candle.ts';
import type { IndicatorParameter } from './indicator.ts';

const SOURCES = ['close', 'open', 'high', 'low', 'hl2', 'hlc3', 'ohlc4', 'hlcc4'] as const;
type SourceName = (typeof SOURCES)[number];

/** Index into SOURCES: comparing small integers is cheaper than comparing words, at every candle. */
export type Source = number;

export function sourceParameter(byDefault: SourceName = 'close'): IndicatorParameter {
  return { kind: 'choice', name: 'source', default: byDefault, choices: SOURCES };
}

export function sourceAt(params: readonly (number | string)[], index: number): Source {
  const source = SOURCES.findIndex((name) => name === params[index]);
  assert(source !== -1, `not a price source: ${String(params[index])}`);
  return source;
}

export function readSource(candle: Candle, source: Source): number {
  return source === 0 ? candle.close : otherThanClose(candle, source);
}

function otherThanClose({ open, high, low, close }: Candle, source: Source): number {
  switch (SOURCES[source]) {
    case 'open':
      return open;
    case 'high':
      return high;
    case 'low':
      return low;
    case 'hl2':
      return (high + low) / 2;
    case 'hlc3':
      return (high + low + close) / 3;
    case 'ohlc4':
      return (open + high + low + close) / 4;
    case 'hlcc4':
      return (high + low + 2 * close) / 4;
    default:
      return close;
  }
}
