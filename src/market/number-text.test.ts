import { describe, expect, it } from 'vitest';
import { messagePorts } from '../../test/support/event-fixtures.ts';
import { operandValueText, pipsText, plainNumber, priceText } from './number-text.ts';

const yen = messagePorts.instrument('USDJPY')!;
const euro = messagePorts.instrument('EURUSD')!;
const instrumentOf = (id: string | null) => (id === null ? yen : messagePorts.instrument(id));

describe('numbers in messages', () => {
  it('prices have the digits of their instrument', () => {
    expect(priceText(150.1, yen)).toBe('150.100');
    expect(priceText(1.3, euro)).toBe('1.30000');
    expect(priceText(1234.5678, null)).toBe('1234.57');
  });

  it('differences are counted in pips', () => {
    expect(pipsText(150.126 - 150.123, yen)).toBe('0.3 pips');
    expect(pipsText(0.0001, euro)).toBe('1 pip');
    expect(pipsText(0.012, euro)).toBe('120 pips');
  });

  it.each([
    [0, '0'],
    [61.23456789, '61.2346'],
    [0.00123456789, '0.00123457'],
    [-0.5, '-0.5'],
    [1_234_567.8, '1234568'],
    [1e-20, '0'],
    [100, '100'],
    [NaN, 'NaN'],
  ])('%d without a unit reads %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });

  it.each([
    ['close@H1', 150.1, '150.100'],
    ['mid', 150.1245, '150.1245'],
    ['EURUSD:low@D1[1]', 1.1, '1.10000'],
    ['EURUSD:spread', 0.00012, '1.2 pips'],
    ['rsi(14)@M15 live', 29.5, '29.5'],
    ['bb(20, 2).upper@M15', 150.23456, '150.235'],
    ['GBPCHF:close@H1', 1.1234567, '1.12346'],
    ['(odd)', 1.5, '1.5'],
  ])('the operand %s = %d reads %s', (operand, value, text) => {
    expect(operandValueText(operand, value, instrumentOf)).toBe(text);
  });
});
