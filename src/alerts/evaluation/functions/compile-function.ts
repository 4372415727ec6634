/** Turns a call of a function into a value, by its name; each is defined in conditions/functions under the same name. */
import type { Expression, FunctionOperand } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import type { Compilation } from '../compilation.ts';
import type { LookBack, Operand, Value } from '../value.ts';
import { MismatchValue } from './mismatch-value.ts';
import { RangeValue } from './range-value.ts';

/** What a function is compiled from. */
interface CallParts {
  readonly call: FunctionOperand;
  readonly to: Compilation;
  readonly lookBack: LookBack | null;
  /** Compiles an input; `back` replaces the look-back of the call itself. */
  readonly input: (of: Expression, back?: LookBack | null) => Value;
}

const COMPILERS = new Map<string, (parts: CallParts) => Value>([
  ...['session_open', 'session_high', 'session_low', 'session_close'].map(
    (name): [string, (parts: CallParts) => Value] => [name, (parts) => inputsOf(parts)[0] as Value],
  ),
  ['session_range', (parts) => new RangeValue(inputsOf(parts))],
  ['range', (parts) => new RangeValue(inputsOf(parts))],
  ['mismatch', (parts) => new MismatchValue(inputsOf(parts), parts.call.parameters.map(Number))],
]);

export function compileFunction(
  call: FunctionOperand,
  to: Compilation,
  parts: Pick<CallParts, 'lookBack' | 'input'>,
): Value {
  const compiler = COMPILERS.get(call.name);
  assert(compiler !== undefined, `function "${call.name}" has no evaluation`);
  const { result: value, read } = to.apart(() => compiler({ call, to, ...parts }));
  to.operands.set(call.text, { text: call.text, value, missing: () => missingOf(read) });
  return value;
}

function inputsOf({ call, input }: CallParts): readonly Value[] {
  return call.inputs.map((one) => input(one));
}

/** The most candles any of them waits for; null when only quotes are missing. */
function missingOf(read: readonly Operand[]): number | null {
  let most: number | null = null;
  for (const operand of read) {
    const missing = operand.missing();
    if (missing !== null && missing > (most ?? -1)) most = missing;
  }
  return most;
}
