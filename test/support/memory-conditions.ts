/** A condition language of two sentences, with errors of the real shape. */
import type { ApiServices } from '../../src/api/services.ts';
import type { ConditionError } from '../../src/conditions/condition-error.ts';
import type { CheckedCondition, Expression } from '../../src/conditions/resolved.ts';
import { err, ok } from '../../src/kernel/result.ts';
import type { InstrumentId } from '../../src/kernel/units.ts';

const SYNTAX: ConditionError = {
  code: 'syntax',
  message: 'expected a comparison',
  line: 1,
  column: 1,
  length: 3,
  suggestion: 'close@H1 crosses above 1.1',
};

/** Knows `close@H1 crosses above N` and `bid > N`; everything else is a syntax error at the first word. */
export function checkCondition(
  when: string,
  instrument: InstrumentId | undefined,
): ReturnType<ApiServices['conditions']['check']> {
  const cross = /^close@H1 crosses above (\d+(?:\.\d+)?)$/.exec(when.trim());
  const compare = /^bid > (\d+(?:\.\d+)?)$/.exec(when.trim());
  const level = cross?.[1] ?? compare?.[1];
  if (level === undefined) return err(SYNTAX);
  if (instrument === undefined)
    return err({ ...SYNTAX, code: 'type', message: 'the operand names no instrument' });
  const right: Expression = { type: 'number', value: Number(level) };
  const source = { instrument, basis: 'bid', timeframe: 'H1' } as const;
  const checked: CheckedCondition =
    cross === null
      ? {
          condition: {
            type: 'compare',
            operator: '>',
            left: { type: 'quote', instrument, field: 'bid', text: 'bid' },
            right,
            quanta: 1e7,
          },
          kind: 'state',
          clock: { ticks: [instrument], closes: [] },
          instruments: [instrument],
          warmUp: [],
          text: `bid > ${level}`,
        }
      : {
          condition: {
            type: 'cross',
            direction: 'above',
            left: { type: 'candle', ...source, field: 'close', offset: 0, live: false, text: 'close@H1' },
            right,
            quanta: 1e7,
          },
          kind: 'pulse',
          clock: { ticks: [], closes: [source] },
          instruments: [instrument],
          warmUp: [{ ...source, candles: 1 }],
          text: `close@H1 crosses above ${level}`,
        };
  return ok(checked);
}

export function unknownName(name: string): ConditionError {
  return { ...SYNTAX, code: 'unknown-name', message: `unknown indicator "${name}"` };
}
