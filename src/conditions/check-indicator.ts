/** One indicator on its own, as charts and the command line ask for it: `rsi(14)`, `bb(20, 2)`. */
import { canonicalCall } from '../indicators/call.ts';
import type { IndicatorDefinition, IndicatorParams } from '../indicators/indicator.ts';
import type { Result } from '../kernel/result.ts';
import type { ConditionError } from './condition-error.ts';
import { Cursor } from './cursor.ts';
import { ConditionFault, catchFault, unexpected } from './fault.ts';
import { meaningOf } from './operand-meaning.ts';
import { bounded, parseLoneOperand } from './parser.ts';

interface CheckedIndicator {
  readonly definition: IndicatorDefinition;
  readonly params: IndicatorParams;
  /** Canonical: `rsi(14)`. */
  readonly text: string;
}

/** All outputs are meant, on whatever candles the caller has: instrument, timeframe and output are refused. */
export function checkIndicator(source: string): Result<CheckedIndicator, ConditionError> {
  return catchFault(source, () => {
    const node = parseLoneOperand(new Cursor(bounded(source)));
    const extra = node.instrument ?? node.output ?? node.timeframe;
    if (extra !== null)
      throw new ConditionFault('syntax', extra, unexpected(source, node, { key: 'indicatorAlone' }));
    const meaning = meaningOf(source, node);
    if (meaning.type !== 'indicator' || node.live || node.offset > 0)
      throw new ConditionFault('type', node, unexpected(source, node, { key: 'indicator' }));
    const { definition, params } = meaning;
    return { definition, params, text: canonicalCall(definition, params) };
  });
}
