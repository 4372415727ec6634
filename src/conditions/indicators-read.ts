/** The indicators a condition reads, for the lines on the chart of their candles. */
import { canonicalCall } from '../indicators/call.ts';
import type { CandleSource, CheckedCondition } from './resolved.ts';
import { indicatorNamed } from './vocabulary.ts';
import { walk } from './walk.ts';

interface IndicatorRead extends CandleSource {
  /** Canonical, without output: `bb(20, 2)`. */
  readonly indicator: string;
}

/** In reading order, each once, whichever outputs are read and however far back. */
export function indicatorsRead(checked: CheckedCondition): readonly IndicatorRead[] {
  const found = new Map<string, IndicatorRead>();
  walk(checked.condition, {
    operand(operand) {
      if (operand.type !== 'indicator') return;
      const definition = indicatorNamed(operand.indicator);
      if (definition === null) return;
      const { instrument, basis, timeframe } = operand;
      const indicator = canonicalCall(definition, operand.params);
      found.set(`${instrument} ${basis} ${timeframe} ${indicator}`, {
        instrument,
        basis,
        timeframe,
        indicator,
      });
    },
  });
  return [...found.values()];
}
