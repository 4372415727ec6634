/** What the evaluation of a function is compiled from. */
import type { Expression, FunctionOperand } from '../../../conditions/resolved.ts';
import type { Compilation } from '../compilation.ts';
import type { LookBack, Value } from '../value.ts';

export interface CallParts {
  readonly call: FunctionOperand;
  readonly to: Compilation;
  readonly lookBack: LookBack | null;
  /** Compiles an input; `back` replaces the look-back of the call itself. */
  readonly input: (of: Expression, back?: LookBack | null) => Value;
}
