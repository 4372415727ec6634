import { describe, expect, test } from 'vitest';
import { randomCandles } from '../../test/oracles/candles.ts';
import { resolveParams } from './call.ts';
import { indicatorDefinition } from './catalog.ts';

/** How many candles with volume it takes, after a history without any, until the value is known. */
function candlesUntilKnown(name: string, ...args: number[]): number {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const indicator = definition.create(params.value);
  const candles = randomCandles(5, 200);
  for (const candle of candles.slice(0, 100)) indicator.push({ ...candle, volume: 0 });
  return candles.slice(100).findIndex((candle) => {
    indicator.push(candle);
    return indicator.outputs.every(Number.isFinite);
  });
}

describe('after a history without volume', () => {
  test.each([
    ['mfi', 14, 14],
    ['cmf', 20, 20],
    ['vwma', 20, 20],
    ['eom', 14, 14],
    ['vroc', 14, 15],
    ['force', 13, 13],
  ])('%s(%i) is known once its %i candles with volume are in, and not before', (name, length, wanted) => {
    expect(candlesUntilKnown(name, length) + 1).toBe(wanted);
  });

  test.each(['obv', 'ad', 'vwap', 'pvi', 'nvi'])(
    '%s begins with the first candle that has volume',
    (name) => {
      expect(candlesUntilKnown(name) + 1).toBe(1);
    },
  );
});
