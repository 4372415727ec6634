/**
 * A condition after checking: every name resolved, every default filled in, every unit turned into a number.
 * The planner, the reference evaluator of the tests and the page's chart all read this one form; none of them sees source text.
 */
import type { DailyWindow } from '../market/daily-window.ts';
import type { PriceBasis } from '../market/tick.ts';
import type { DurationMs, InstrumentId } from '../kernel/units.ts';
import type { IndicatorParams } from '../indicators/indicator.ts';

/** Canonical name: `M1`, `M45`, `H1`, `H4`, `D1`, `W1`, `MN1` (src/market/timeframe.ts). */
export type TimeframeName = string;

/** A series of values over candles: one field, or one output of one indicator. */
export interface CandleSource {
  readonly instrument: InstrumentId;
  readonly basis: PriceBasis;
  readonly timeframe: TimeframeName;
}

/** What a call of a function says (functions/definition.ts); equal names, inputs and parameters are the same thing. */
interface FunctionCall {
  readonly name: string;
  readonly inputs: readonly Expression[];
  readonly parameters: readonly (number | string)[];
  /** How many closed candles further back the inputs are looked at. */
  readonly lookBack: number;
  readonly text: string;
}

/** A value no single series gives: `typical(spread)`, `correlation(EURUSD, GBPUSD, 50)@H1`. */
export type FunctionOperand = FunctionCall & { readonly type: 'function' };

export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | {
      readonly type: 'quote';
      readonly instrument: InstrumentId;
      readonly field: 'bid' | 'ask' | 'mid' | 'spread';
      readonly text: string;
    }
  | (CandleSource & {
      readonly type: 'candle';
      readonly field: 'open' | 'high' | 'low' | 'close' | 'volume';
      /** `[n]`: n candles further back. With `live`, 0 is the forming candle and 1 the last closed one. */
      readonly offset: number;
      readonly live: boolean;
      /** As a trader reads it, canonical: `close@H1`, `USDJPY:rsi(14)@M15 live`. Key of the operand in explanations. */
      readonly text: string;
    })
  | (CandleSource & {
      readonly type: 'indicator';
      /** Name in the catalog, and all its parameters. */
      readonly indicator: string;
      readonly params: IndicatorParams;
      /** Index into the outputs of the catalog entry. */
      readonly output: number;
      readonly offset: number;
      readonly live: boolean;
      readonly text: string;
    })
  | FunctionOperand
  | { readonly type: 'negate'; readonly operand: Expression }
  | {
      readonly type: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    };

/**
 * Quanta per unit for a comparison: prices and distances are compared as `Math.round(value * quanta)` (market/instrument.ts);
 * 0 compares the plain numbers.
 */
export type Quanta = number;

/** `in 15m`, or `in 3 bars` of a timeframe. */
export type Window =
  | { readonly type: 'duration'; readonly ms: DurationMs }
  | { readonly type: 'candles'; readonly count: number; readonly source: CandleSource };

export type Condition =
  | { readonly type: 'or' | 'and'; readonly terms: readonly Condition[] }
  | { readonly type: 'not'; readonly term: Condition }
  | {
      readonly type: 'compare';
      readonly operator: '<' | '<=' | '>' | '>=' | '=' | '!=';
      readonly left: Expression;
      readonly right: Expression;
      readonly quanta: Quanta;
    }
  | {
      readonly type: 'cross';
      readonly direction: 'above' | 'below' | 'either';
      readonly left: Expression;
      readonly right: Expression;
      readonly quanta: Quanta;
    }
  | {
      readonly type: 'range';
      /** inside: low <= x <= high; enters and leaves are its edges. */
      readonly relation: 'enters' | 'leaves' | 'inside' | 'outside';
      readonly subject: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly quanta: Quanta;
    }
  | {
      readonly type: 'move';
      readonly direction: 'rises' | 'falls' | 'moves';
      readonly subject: Expression;
      /** Absolute, in the unit of the subject, or percent of the extreme the move is measured from. */
      readonly amount: Expression;
      readonly percent: boolean;
      readonly window: Window;
      readonly quanta: Quanta;
    }
  | {
      readonly type: 'trend';
      readonly direction: 'rising' | 'falling';
      readonly subject: Expression;
      /** Number of steps: each of the last `count` candles beyond the one before it. */
      readonly count: number;
      readonly source: CandleSource;
      readonly quanta: Quanta;
    }
  | {
      readonly type: 'touch';
      readonly relation: 'touches' | 'breaks' | 'bounces';
      readonly direction: 'up' | 'down' | 'either';
      readonly subject: Expression;
      readonly level: Expression;
      /** How near is a touch, and how far beyond is a break: 0 when nothing was said. */
      readonly tolerance: Expression;
      /** How far a bounce comes back; the tolerance again for the others. */
      readonly distance: Expression;
      readonly quanta: Quanta;
    }
  /** True or false by itself: `stale(30s)`. */
  | (FunctionCall & { readonly type: 'flag'; readonly calendar?: CalendarCall })
  | { readonly type: 'for'; readonly term: Condition; readonly ms: DurationMs }
  | { readonly type: 'within'; readonly term: Condition; readonly window: Window }
  | {
      readonly type: 'sequence';
      readonly first: Condition;
      readonly then: Condition;
      readonly window: Window;
      readonly unless: Condition | null;
    };

/** What the calendar says, whatever the prices are: true in a daily window, or at the step at which one begins or ends. */
export interface CalendarCall {
  readonly window: DailyWindow;
  readonly edge: 'start' | 'end' | null;
}

/** What can change the condition: shown to the user, and the engine's subscription. */
export interface ConditionClock {
  /** Every tick of these instruments. */
  readonly ticks: readonly InstrumentId[];
  /** Closes of these candles. */
  readonly closes: readonly CandleSource[];
  /** Beginnings and ends of what the calendar says: `session(london)`. */
  readonly calendar: readonly string[];
}

export interface CheckedCondition {
  readonly condition: Condition;
  /** A pulse is true at the one step at which it happens. */
  readonly kind: 'state' | 'pulse';
  readonly clock: ConditionClock;
  readonly instruments: readonly InstrumentId[];
  /** Closed candles needed before every operand is known. */
  readonly warmUp: readonly (CandleSource & { readonly candles: number })[];
  /** Canonical text: parse(print) gives the same condition. Equal texts share their evaluation. */
  readonly text: string;
}
