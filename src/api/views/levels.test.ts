import { describe, expect, it } from 'vitest';
import type { Condition, Expression } from '../../conditions/resolved.ts';
import { instrumentId } from '../../kernel/units.ts';
import { levelsOf } from './levels.ts';

const EURUSD = instrumentId('EURUSD');
const source = { instrument: EURUSD, basis: 'bid', timeframe: 'H1' } as const;
const n = (value: number): Expression => ({ type: 'number', value });
const quote = (field: 'bid' | 'spread', instrument = EURUSD): Expression => ({
  type: 'quote',
  instrument,
  field,
  text: field,
});
const indicator = (name: string): Expression => ({
  type: 'indicator',
  ...source,
  indicator: name,
  params: [],
  output: 0,
  offset: 0,
  live: false,
  text: name,
});
const above = (left: Expression, right: Expression): Condition => ({
  type: 'cross',
  direction: 'above',
  left,
  right,
  quanta: 1e7,
});
const levels = (condition: Condition, instruments?: readonly string[]) =>
  levelsOf(condition, {
    isPriceOutput: (name) => name === 'sma',
    ...(instruments === undefined ? {} : { instruments }),
  });

describe('the levels of a condition', () => {
  it('are constants compared with a price, on either side, in order and once', () => {
    expect(
      levels({
        type: 'and',
        terms: [
          above(n(1.2), quote('bid')),
          above(quote('bid'), n(1.1)),
          { type: 'not', term: above(quote('bid'), n(1.1)) },
        ],
      }),
    ).toEqual([1.1, 1.2]);
  });

  it('are constants compared with an indicator that is a price, and with no other', () => {
    expect(levels(above(indicator('sma'), n(1.1)))).toEqual([1.1]);
    expect(levels(above(indicator('rsi'), n(70)))).toEqual([]);
    expect(levels(above(quote('spread'), n(2)))).toEqual([]);
    expect(levels(above(quote('bid'), indicator('sma')))).toEqual([]);
  });

  it('are both ends of a range, wherever it is nested', () => {
    const range: Condition = {
      type: 'range',
      relation: 'enters',
      subject: quote('bid'),
      low: n(1.1),
      high: n(1.2),
      quanta: 1e7,
    };
    expect(
      levels({
        type: 'within',
        term: { type: 'for', term: range, ms: 1 as never },
        window: { type: 'duration', ms: 1 as never },
      }),
    ).toEqual([1.1, 1.2]);
    expect(
      levels({
        type: 'sequence',
        first: range,
        then: above(quote('bid'), n(1.3)),
        window: { type: 'duration', ms: 1 as never },
        unless: above(quote('bid'), n(1.4)),
      }),
    ).toEqual([1.1, 1.2, 1.3, 1.4]);
  });

  it('are computed where they are written as arithmetic, and left out where that gives no number', () => {
    const sum = (left: Expression, operator: '+' | '/', right: Expression): Expression => ({
      type: 'arithmetic',
      operator,
      left,
      right,
    });
    expect(levels(above(quote('bid'), sum(n(1), '+', { type: 'negate', operand: n(-0.5) })))).toEqual([1.5]);
    expect(levels(above(quote('bid'), sum(n(1), '/', n(0))))).toEqual([]);
    expect(levels(above(quote('bid'), sum(n(1), '+', quote('bid'))))).toEqual([]);
  });

  it('are those of the wanted instruments', () => {
    const both: Condition = {
      type: 'or',
      terms: [above(quote('bid'), n(1.1)), above(quote('bid', instrumentId('USDJPY')), n(150))],
    };
    expect(levels(both)).toEqual([1.1, 150]);
    expect(levels(both, ['USDJPY'])).toEqual([150]);
  });
});
