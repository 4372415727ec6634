import { expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import { indicatorsRead } from './indicators-read.ts';
import { tellError } from './sentences/tell-error.ts';

function readBy(source: string): readonly string[] {
  const result = checkCondition(source, {
    instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
    defaultInstrument: instrumentId('USDJPY'),
    basis: 'ask',
  });
  if (!result.ok) throw new Error(tellError(result.error).message);
  return indicatorsRead(result.value).map(
    ({ instrument, basis, timeframe, indicator }) => `${instrument} ${basis} ${timeframe} ${indicator}`,
  );
}

test('an indicator is told once, canonical, whichever outputs are read and however far back', () => {
  expect(readBy('close@H1 > bb(20, 2).upper or close@H1 < bb(20).lower[3]')).toEqual([
    'USDJPY ask H1 bb(20, 2)',
  ]);
});

test('the candles it is read on are its own', () => {
  expect(readBy('rsi(14)@M15 < 30 and EURUSD:rsi(14)@M15 < 30 and rsi(14)@H1 live < 30')).toEqual([
    'USDJPY ask M15 rsi(14)',
    'EURUSD ask M15 rsi(14)',
    'USDJPY ask H1 rsi(14)',
  ]);
});

test('those inside arithmetic, sequences and functions count', () => {
  expect(readBy('(close@H1 > sma(50) + 2 * atr(14)) then (rsi(14)@H1 > 70) within 5h')).toEqual([
    'USDJPY ask H1 sma(50)',
    'USDJPY ask H1 atr(14)',
    'USDJPY ask H1 rsi(14)',
  ]);
});

test('a condition on quotes and candles alone reads none', () => {
  expect(readBy('bid > 150 and close@M5 > open@M5')).toEqual([]);
});
