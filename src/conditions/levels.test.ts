import { expect, test } from 'vitest';
import { instrumentId } from '../kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../market/instruments.ts';
import { checkCondition } from './check.ts';
import { levels } from './levels.ts';
import { tellError } from './sentences/tell-error.ts';

function levelsOf(source: string, of = 'USDJPY'): readonly number[] {
  const result = checkCondition(source, {
    instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
    defaultInstrument: instrumentId('USDJPY'),
    basis: 'bid',
  });
  if (!result.ok) throw new Error(tellError(result.error).message);
  return levels(result.value, instrumentId(of));
}

test('numbers that prices are compared with or cross are levels, ascending and once', () => {
  expect(levelsOf('close@H1 crosses above 150.5 or 149 > bid or sma(20)@H1 > 150 + 50 pips')).toEqual([
    149, 150.5,
  ]);
});

test('the ends of a range are levels, also inside other conditions', () => {
  expect(levelsOf('not bid inside 149 .. 151 for 5m')).toEqual([149, 151]);
  expect(levelsOf('(bid enters 149 .. 151) then (ask > 152) within 1h unless (mid < 148)')).toEqual([
    148, 149, 151, 152,
  ]);
});

test('levels that are touched, broken or bounced off are drawn, without how near and how far', () => {
  expect(
    levelsOf(
      'bid touches 150 within 2 pips or mid breaks below 151 by 5 pips or ask bounces off 149 by 1 pip',
    ),
  ).toEqual([149, 150, 151]);
});

test('levels belong to the instrument they are compared with', () => {
  expect(levelsOf('bid > 150 and EURUSD:bid > 1.1')).toEqual([150]);
  expect(levelsOf('bid > 150 and EURUSD:bid > 1.1', 'EURUSD')).toEqual([1.1]);
});

test('numbers beside anything but a price are none', () => {
  expect(levelsOf('rsi(14)@H1 > 70 and spread < 0.02 and volume@H1 > 9 and close@H1 - 150 > 1')).toEqual([]);
  expect(levelsOf('bid > close@H1 + 1 and mid rises by 0.5 in 15m')).toEqual([]);
});
