/**
 * The syntax tree: what was written, before any name has a meaning. Every node carries its span of the source, parentheses
 * included. Names are lower case, instruments and timeframes upper case. `and` and `or` are flat: no `and` is a term of an `and`.
 */
import type { EpochMs } from '../kernel/units.ts';
import type { ZoneName } from '../market/zones.ts';
import type { Span } from './fault.ts';

export type Name = Span & { readonly text: string };

export type OperandNode = Span & {
  readonly type: 'operand';
  readonly instrument: Name | null;
  readonly name: Name;
  readonly arguments: readonly ArgumentNode[];
  readonly output: Name | null;
  /** Canonical: `H1`. */
  readonly timeframe: Name | null;
  readonly live: boolean;
  readonly offset: number;
};

export type ArgumentNode =
  | ExpressionNode
  | (Span & { readonly type: 'duration'; readonly ms: number })
  | (Span & { readonly type: 'time'; readonly minutes: number })
  /** `2026-01-02 10:00 tokyo`: wall time in a zone, and the instant it is. */
  | (Span & {
      readonly type: 'instant';
      readonly localMs: number;
      readonly zone: ZoneName;
      readonly at: EpochMs;
    });

export type ExpressionNode =
  | (Span & { readonly type: 'number'; readonly value: number })
  | (Span & { readonly type: 'amount'; readonly unit: 'pips' | 'percent'; readonly value: number })
  /** `2 atr(20)@H1` */
  | (Span & { readonly type: 'multiple'; readonly value: number; readonly operand: OperandNode })
  | OperandNode
  | (Span & { readonly type: 'negate'; readonly operand: ExpressionNode })
  | (Span & {
      readonly type: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    });

export type ArithmeticOperator = '+' | '-' | '*' | '/';
export type CompareOperator = '<' | '<=' | '>' | '>=' | '=' | '!=';
type TouchRelation = 'touches' | 'breaks' | 'bounces';
type RangeRelation = 'enters' | 'leaves' | 'inside' | 'outside';

export type BarsNode = Span & {
  readonly type: 'bars';
  readonly count: number;
  readonly timeframe: Name | null;
};
export type WindowNode = BarsNode | (Span & { readonly type: 'duration'; readonly ms: number });

export type PredicateNode = Span &
  (
    | {
        readonly type: 'compare';
        readonly operator: CompareOperator;
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    | {
        readonly type: 'cross';
        readonly direction: 'above' | 'below' | 'either';
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    | {
        readonly type: 'range';
        readonly relation: RangeRelation;
        readonly subject: ExpressionNode;
        readonly low: ExpressionNode;
        /** Null when one name gives both ends: `leaves session_range(tokyo)`. */
        readonly high: ExpressionNode | null;
      }
    | {
        readonly type: 'move';
        readonly direction: 'rises' | 'falls' | 'moves';
        readonly subject: ExpressionNode;
        readonly amount: ExpressionNode;
        readonly window: WindowNode;
      }
    | {
        readonly type: 'trend';
        readonly direction: 'rising' | 'falling';
        readonly subject: ExpressionNode;
        readonly window: BarsNode;
      }
    /** `touches L`, `breaks above L by 5 pips`, `bounces up off L within 2 pips by 10 pips`. */
    | {
        readonly type: 'touch';
        readonly relation: TouchRelation;
        readonly direction: 'up' | 'down' | 'either';
        readonly subject: ExpressionNode;
        readonly level: ExpressionNode;
        /** `within`: as near as that is a touch. */
        readonly tolerance: ExpressionNode | null;
        /** `by`: as far as that is broken, or bounced. */
        readonly distance: ExpressionNode | null;
      }
    /** A name that is true or false by itself: `gotobi`, `session(london)`. */
    | { readonly type: 'flag'; readonly operand: OperandNode }
  );

export type ConditionNode =
  | PredicateNode
  | (Span & { readonly type: 'or' | 'and'; readonly terms: readonly ConditionNode[] })
  | (Span & { readonly type: 'not'; readonly term: ConditionNode })
  | (Span & { readonly type: 'for'; readonly term: ConditionNode; readonly ms: number })
  | (Span & { readonly type: 'within'; readonly term: ConditionNode; readonly window: WindowNode })
  | (Span & {
      readonly type: 'sequence';
      readonly first: ConditionNode;
      readonly then: ConditionNode;
      readonly window: WindowNode;
      readonly unless: ConditionNode | null;
    });

export function isExpression(node: ExpressionNode | ConditionNode): node is ExpressionNode {
  switch (node.type) {
    case 'number':
    case 'amount':
    case 'multiple':
    case 'operand':
    case 'negate':
    case 'arithmetic':
      return true;
    default:
      return false;
  }
}

/** A name and nothing else, as words among arguments are: `tokyo`, `high`. */
export function isBareWord(node: OperandNode): boolean {
  return (
    node.instrument === null &&
    node.arguments.length === 0 &&
    node.output === null &&
    node.timeframe === null &&
    !node.live &&
    node.offset === 0
  );
}
