/** The fixed prices a condition names, for lines on the chart of one instrument. */
import type { InstrumentId } from '../kernel/units.ts';
import type { CheckedCondition, Expression } from './resolved.ts';
import { indicatorNamed } from './vocabulary.ts';
import { walk } from './walk.ts';

/** Numbers that a price of `instrument` is compared with, crosses or touches, and the ends of its ranges; ascending, each once. */
export function levels(checked: CheckedCondition, instrument: InstrumentId): readonly number[] {
  const found = new Set<number>();
  const add = (subject: Expression, level: Expression): void => {
    if (level.type === 'number' && isPriceOf(subject, instrument)) found.add(level.value);
  };
  walk(checked.condition, {
    condition(condition) {
      if (condition.type === 'compare' || condition.type === 'cross') {
        add(condition.left, condition.right);
        add(condition.right, condition.left);
      } else if (condition.type === 'range') {
        add(condition.subject, condition.low);
        add(condition.subject, condition.high);
      } else if (condition.type === 'touch') {
        add(condition.subject, condition.level);
      }
    },
  });
  return [...found].sort((a, b) => a - b);
}

function isPriceOf(expression: Expression, instrument: InstrumentId): boolean {
  switch (expression.type) {
    case 'quote':
      return expression.instrument === instrument && expression.field !== 'spread';
    case 'candle':
      return expression.instrument === instrument && expression.field !== 'volume';
    case 'indicator': {
      const output = indicatorNamed(expression.indicator)?.outputs[expression.output];
      return expression.instrument === instrument && output?.dimension === 'price';
    }
    default:
      return false;
  }
}
