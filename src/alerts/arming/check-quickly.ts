/**
 * The checker of conditions, with a short way for the shortest ones: `bid crosses above 1.39`, written as the language prints it, needs
 * no parser. Seven of ten alerts are such, and a desk arms thousands at once. Gives exactly what the checker gives.
 */
import { checkCondition } from '../../conditions/check.ts';
import type { CheckedCondition, Condition } from '../../conditions/resolved.ts';
import { ok } from '../../kernel/result.ts';
import { quantaPerUnit } from '../../market/instrument.ts';
import type { CheckCondition } from './armory.ts';

const PLAIN_LEVEL = /^(bid|ask|mid) (crosses above|crosses below|crosses|<=|>=|<|>) (\d{1,7}(?:\.\d{1,8})?)$/;

export const checkQuickly: CheckCondition = (source, context) => {
  const level = plainLevel(source, context);
  return level === null ? checkCondition(source, context) : ok(level);
};

function plainLevel(
  text: string,
  { instruments, defaultInstrument }: Parameters<CheckCondition>[1],
): CheckedCondition | null {
  const [, field, relation, number] = PLAIN_LEVEL.exec(text) ?? [];
  const instrument = instruments.get(defaultInstrument);
  if (number === undefined || String(Number(number)) !== number || instrument === undefined) return null;
  const quote = { type: 'quote', instrument: instrument.id, field: field as 'bid' | 'ask' | 'mid' } as const;
  const left = { ...quote, text: quote.field };
  const right = { type: 'number', value: Number(number) } as const;
  const sides = { left, right, quanta: quantaPerUnit(instrument) };
  const isCrossing = relation?.startsWith('crosses') === true;
  const condition = (
    isCrossing
      ? { type: 'cross', direction: relation.slice(8) || 'either', ...sides }
      : { type: 'compare', operator: relation, ...sides }
  ) as Condition;
  return {
    condition,
    kind: isCrossing ? 'pulse' : 'state',
    clock: { ticks: [instrument.id], closes: [], calendar: [] },
    instruments: [instrument.id],
    warmUp: [],
    text,
  };
}
