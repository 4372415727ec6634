/**
 * Fixed price levels of a condition, for the chart: the constant side wherever a price is compared with, or crosses, a constant.
 * Pure; one walk over the condition.
 */
import type { Condition, Expression } from '../../conditions/resolved.ts';

/** Whether an output of an indicator is a price level (`sma`, `bb.upper`) rather than a distance or an oscillator. */
export type IsPriceOutput = (indicator: string, output: number) => boolean;

/** Distinct levels in ascending order. With `instruments`, only levels of their prices. */
export function levelsOf(
  condition: Condition,
  options: { readonly isPriceOutput: IsPriceOutput; readonly instruments?: readonly string[] },
): readonly number[] {
  const levels = new Set<number>();
  const compare = (left: Expression, right: Expression): void => {
    for (const [subject, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const level = constantOf(other);
      if (level !== null && isPrice(subject, options)) levels.add(level);
    }
  };
  const walk = (node: Condition): void => {
    switch (node.type) {
      case 'and':
      case 'or':
        node.terms.forEach(walk);
        return;
      case 'not':
      case 'for':
      case 'within':
        walk(node.term);
        return;
      case 'sequence':
        walk(node.first);
        walk(node.then);
        if (node.unless !== null) walk(node.unless);
        return;
      case 'compare':
      case 'cross':
        compare(node.left, node.right);
        return;
      case 'range':
        compare(node.subject, node.low);
        compare(node.subject, node.high);
        return;
      case 'move':
      case 'trend':
        return;
    }
  };
  walk(condition);
  return [...levels].sort((a, b) => a - b);
}

function isPrice(
  expression: Expression,
  options: { readonly isPriceOutput: IsPriceOutput; readonly instruments?: readonly string[] },
): boolean {
  switch (expression.type) {
    case 'quote':
      return expression.field !== 'spread' && isWanted(expression.instrument, options.instruments);
    case 'candle':
      return expression.field !== 'volume' && isWanted(expression.instrument, options.instruments);
    case 'indicator':
      return (
        options.isPriceOutput(expression.indicator, expression.output) &&
        isWanted(expression.instrument, options.instruments)
      );
    case 'number':
    case 'negate':
    case 'arithmetic':
      return false;
  }
}

function isWanted(instrument: string, instruments: readonly string[] | undefined): boolean {
  return instruments === undefined || instruments.includes(instrument);
}

/** The value of an expression without operands; null for any other, and for 1/0. */
function constantOf(expression: Expression): number | null {
  switch (expression.type) {
    case 'number':
      return expression.value;
    case 'negate': {
      const value = constantOf(expression.operand);
      return value === null ? null : -value;
    }
    case 'arithmetic': {
      const left = constantOf(expression.left);
      const right = constantOf(expression.right);
      if (left === null || right === null) return null;
      const value = OPERATIONS[expression.operator](left, right);
      return Number.isFinite(value) ? value : null;
    }
    case 'quote':
    case 'candle':
    case 'indicator':
      return null;
  }
}

const OPERATIONS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
} as const;
