/**
 * What an expression measures, and what may be computed and compared.
 *
 *   price − price = distance        price ± distance = price        price + price = price (for averages)
 *   a number with a price taken from it, or with a distance beside it, is a price or a distance, whichever its other side
 *   wants: `close@H1 - 150 > 20 pips`, `close@H1 > 150 + 20 pips`
 *   otherwise x ± number, x × number and x ÷ number measure what x does; any other product or quotient is a plain number
 *
 * A plain number compares with everything; otherwise both sides have one dimension, and money of one instrument.
 */
import type { Dimension } from '../indicators/indicator.ts';
import type { Instrument } from '../market/instrument.ts';
import type { ArithmeticOperator } from './ast.ts';
import type { Quantity } from './sentences/faults.ts';

export interface Measure {
  readonly dimension: Dimension;
  /** Whose quote currency it counts; null for what is no price and no difference of prices. */
  readonly instrument: Instrument | null;
}

export const NUMBER: Measure = { dimension: 'number', instrument: null };
export const PERCENT: Measure = { dimension: 'percent', instrument: null };

export function isMoney(dimension: Dimension): boolean {
  return dimension === 'price' || dimension === 'distance';
}

/** What a trader would call it. */
export function quantityOf({ dimension, instrument }: Measure): Quantity {
  return dimension === 'number' && instrument !== null ? 'difference' : dimension;
}

/** Money of two different instruments. */
export function areForeign(left: Measure, right: Measure): boolean {
  return left.instrument !== null && right.instrument !== null && left.instrument.id !== right.instrument.id;
}

/** Null when the sides have different dimensions; instruments are looked at by `areForeign`. */
export function commonMeasure(left: Measure, right: Measure): Measure | null {
  if (left.dimension === 'number')
    return isPlain(left) || right.dimension === 'number' ? pick(right, left) : money(right, left);
  if (right.dimension === 'number') return isPlain(right) ? left : money(left, right);
  return left.dimension === right.dimension ? pick(left, right) : null;
}

/** Null when the operation means nothing. */
export function combined(operator: ArithmeticOperator, left: Measure, right: Measure): Measure | null {
  switch (operator) {
    case '*':
      return isPlain(left) ? right : isPlain(right) ? left : NUMBER;
    case '/':
      return isPlain(right) ? left : NUMBER;
    case '+':
    case '-':
      return sum(operator, left, right);
  }
}

function sum(operator: '+' | '-', left: Measure, right: Measure): Measure | null {
  const both = `${left.dimension} ${operator} ${right.dimension}`;
  const whose = pick(left, right);
  switch (both) {
    case 'price - price':
      return { ...whose, dimension: 'distance' };
    case 'price + distance':
    case 'price - distance':
    case 'distance + price':
      return { ...whose, dimension: 'price' };
    case 'price - number':
    case 'number - price':
    case 'distance + number':
    case 'distance - number':
    case 'number + distance':
    case 'number - distance':
      return { ...whose, dimension: 'number' };
    default:
      return commonMeasure(left, right);
  }
}

function isPlain(measure: Measure): boolean {
  return measure.dimension === 'number' && measure.instrument === null;
}

/** The first, with the instrument of either. */
function pick(first: Measure, second: Measure): Measure {
  return first.instrument === null && second.instrument !== null
    ? { ...first, instrument: second.instrument }
    : first;
}

/** A difference of prices goes with money only. */
function money(measure: Measure, differenceOfPrices: Measure): Measure | null {
  return isMoney(measure.dimension) ? pick(measure, differenceOfPrices) : null;
}
