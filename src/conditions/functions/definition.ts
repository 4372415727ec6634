/**
 * What a function of the language is: a name called with words, instruments, times or other operands, which no indicator of one
 * series can compute (`typical(spread)`, `correlation(EURUSD, GBPUSD, 50)@H1`), or which is true or false by itself (`stale(30s)`).
 * Its definition reads the call and gives what the engine needs; how it is computed is in alerts/evaluation, under the same name.
 * A definition imports neither scope nor vocabulary: they read the table of definitions (functions.ts).
 */
import type { Dimension } from '../../indicators/indicator.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { OperandNode } from '../ast.ts';
import type { ConditionContext } from '../context.ts';
import type { CalendarCall, Expression, TimeframeName } from '../resolved.ts';

/** An operand with what it measures. */
export interface Resolved {
  readonly expression: Expression;
  readonly dimension: Dimension;
  readonly instrument: Instrument;
}

/** An operand among the arguments of a call: `text` is canonical, as it stands there. */
export type ResolvedArgument = Resolved & { readonly text: string };

/** One call as written, and where it stands. */
export interface CallSite {
  readonly source: string;
  readonly context: ConditionContext;
  readonly node: OperandNode;
  /** Named before the colon, else lent by neighbours, else the alert's; a fault when there is none. */
  readonly instrument: Instrument;
  /** Named after `@` or lent by neighbours; null when there is neither. */
  readonly timeframe: TimeframeName | null;
  /** An operand among the arguments; what it leaves out, timeframe or instrument, it takes from the call. */
  operand(node: OperandNode): ResolvedArgument;
}

/** What a call says. */
export interface Call {
  /** What is read: the clock, the instruments and the warm-up of the call are theirs. */
  readonly inputs: readonly Expression[];
  /** With the name and the inputs, everything that tells this call from another. */
  readonly parameters: readonly (number | string)[];
  /** How many closed candles further back the inputs are looked at. */
  readonly lookBack: number;
  /** For what the calendar says: when it is true, or at which end of that it happens. */
  readonly calendar?: CalendarCall;
  /** Canonical, with everything filled in, without what stands around the parentheses: `correlation(EURUSD, GBPUSD, 50)`. */
  readonly text: string;
}

export interface ValueCall extends Call {
  readonly dimension: Dimension;
  /** Whose money it counts, where it does. */
  readonly instrument: Instrument;
}

interface Described {
  readonly name: string;
  /** Whether an instrument may stand before it; others name theirs in parentheses. */
  readonly isOfInstrument: boolean;
  /** `typical(x, weeks = 8)` */
  readonly signature: string;
  /** Words that may stand among its arguments, for completion. */
  readonly words?: readonly string[];
  /** A sentence, for hover and completion. */
  readonly help: { readonly en: string; readonly ja: string };
}

/** A number: compared, crossed, computed with. */
export interface FunctionDefinition extends Described {
  /**
   * Where its candles come from: `own` wants a timeframe after the call or lent by neighbours, `inner` lends it to the operands among
   * its arguments, `none` has no candles and refuses one.
   */
  readonly candles: 'own' | 'inner' | 'none';
  /** Whether it is known as of earlier closes, so that it may be said to move in bars and to be rising. */
  readonly hasPast: boolean;
  resolve(site: CallSite): ValueCall;
}

/** True or false by itself. */
export interface FlagDefinition extends Described {
  resolve(site: CallSite): Call;
}
