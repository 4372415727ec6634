/** What must hold of the language for any text whatever. Throws with the text that breaks it. */
import { checkCondition } from '../../src/conditions/check.ts';
import { complete } from '../../src/conditions/complete.ts';
import type { ConditionContext } from '../../src/conditions/context.ts';
import { format } from '../../src/conditions/format.ts';
import { hover } from '../../src/conditions/hover.ts';
import { tellError } from '../../src/conditions/sentences/tell-error.ts';
import { tokenize } from '../../src/conditions/tokenize.ts';
import { instrumentId } from '../../src/kernel/units.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';

const context: ConditionContext = {
  instruments: instrumentTable(BUILT_IN_INSTRUMENTS),
  defaultInstrument: instrumentId('USDJPY'),
  basis: 'bid',
};

/** Whether it is a condition. Neither the checker nor the editor throws; an error is inside the text and told in both languages; canonical text is a fixed point. */
export function examine(source: string): boolean {
  const checked = checkCondition(source, context);
  const formatted = format(source);
  if (checked.ok) {
    const { text } = checked.value;
    const again = checkCondition(text, context);
    // Filling in what was left out may make a source too long for the language, and nothing else may go wrong with it.
    const isSame = again.ok ? again.value.text === text : again.error.code === 'limit';
    if (!isSame)
      throw new Error(`its canonical text means something else: ${JSON.stringify([source, text])}`);
    if (!formatted.ok) throw new Error(`is a condition, but is not formatted: ${JSON.stringify(source)}`);
    const settled = format(formatted.value);
    if (!settled.ok || settled.value !== formatted.value)
      throw new Error(`its formatted text is formatted again: ${JSON.stringify(source)}`);
    const meant = checkCondition(formatted.value, context);
    if (!meant.ok || meant.value.text !== text)
      throw new Error(`its formatted text means something else: ${JSON.stringify(source)}`);
  } else {
    const { line, column, length } = checked.error;
    const lines = source.split(/\r\n|\n|\r/);
    const isInside = column <= (lines[line - 1] ?? '').length + 1 && length <= source.length;
    if (!isInside) throw new Error(`its error is elsewhere: ${JSON.stringify([source, checked.error])}`);
    for (const language of ['en', 'ja'] as const) {
      const { message } = tellError(checked.error, language);
      if (message === '' || /undefined|NaN|\[object/.test(message.replaceAll(source, '')))
        throw new Error(`its error is not told: ${JSON.stringify([source, message])}`);
    }
  }
  const middle = source.length >> 1;
  complete(source, middle, context);
  hover(source, middle);
  tokenize(source);
  return checked.ok;
}

/** Milliseconds that check, completion and hover take; the least of `rounds`, for a machine that has other things to do. */
export function costMs(source: string, rounds = 1): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    checkCondition(source, context);
    complete(source, source.length, context);
    hover(source, source.length - 1);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
