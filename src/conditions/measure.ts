/**
 * What an expression measures, and what may be computed and compared.
 *
 *   price − price = distance          price ± distance = price         price + price = price (for averages)
 *   x ± number, x × number, x ÷ number keep the dimension of x         any other product or quotient is a plain number
 *
 * A plain number compares with everything; otherwise both sides have one dimension, and prices and distances one instrument.
 */
import type { ArithmeticOperator } from './ast.ts';
import type { Dimension } from '../indicators/indicator.ts';
import type { Instrument } from '../market/instrument.ts';

export interface Measure {
  readonly dimension: Dimension;
  /** Of a price or distance; null for the rest and for constants. */
  readonly instrument: Instrument | null;
}

export const NUMBER: Measure = { dimension: 'number', instrument: null };
export const PERCENT: Measure = { dimension: 'percent', instrument: null };

/** In prices of the quote currency, and therefore compared in quanta. */
export function isMoney(measure: Measure): boolean {
  return measure.dimension === 'price' || measure.dimension === 'distance';
}

/** `a price`, for messages. */
export function described(measure: Measure): string {
  switch (measure.dimension) {
    case 'oscillator':
      return 'an oscillator';
    case 'percent':
      return 'a percentage';
    default:
      return `a ${measure.dimension}`;
  }
}

/** Prices or distances of two different instruments. */
export function areForeign(left: Measure, right: Measure): boolean {
  return (
    isMoney(left) &&
    isMoney(right) &&
    left.instrument !== null &&
    right.instrument !== null &&
    left.instrument.id !== right.instrument.id
  );
}

/** Null when the sides have different dimensions; instruments are looked at by `areForeign`. */
export function commonMeasure(left: Measure, right: Measure): Measure | null {
  if (left.dimension === 'number') return right;
  if (right.dimension === 'number') return left;
  if (left.dimension !== right.dimension) return null;
  return left.instrument === null ? right : left;
}

/** Null when the operation means nothing. */
export function combined(operator: ArithmeticOperator, left: Measure, right: Measure): Measure | null {
  switch (operator) {
    case '*':
      return left.dimension === 'number' ? right : right.dimension === 'number' ? left : NUMBER;
    case '/':
      return right.dimension === 'number' ? left : NUMBER;
    case '+':
      if (isMoney(left) && isMoney(right) && left.dimension !== right.dimension)
        return left.dimension === 'price' ? left : right;
      return commonMeasure(left, right);
    case '-':
      if (left.dimension === 'price' && right.dimension === 'price')
        return { dimension: 'distance', instrument: left.instrument };
      if (left.dimension === 'price' && right.dimension === 'distance') return left;
      return commonMeasure(left, right);
  }
}
