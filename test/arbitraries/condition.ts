/**
 * Generated conditions. `conditionNodes` makes any syntax tree the grammar can write, meaningful or not, for laws of the
 * parser and printer; `checkableConditions` makes source texts that pass the checker, for whoever evaluates them.
 */
import fc from 'fast-check';
import type {
  ArgumentNode,
  BarsNode,
  ConditionNode,
  ExpressionNode,
  Name,
  OperandNode,
  WindowNode,
} from '../../src/conditions/ast.ts';
import { calendarPulses, calendarStates, gapStates, sessionPrices, sessionRanges } from './calendar.ts';
import { KEYWORDS } from '../../src/conditions/vocabulary.ts';
import { ZONE_NAMES, ZONES } from '../../src/market/zones.ts';

const NOWHERE = { from: 0, to: 0 };

function named(text: string): Name {
  return { text, ...NOWHERE };
}

const word = fc
  .constantFrom(
    'close',
    'bid',
    'rsi',
    'sma',
    'atr',
    'gotobi',
    'session_range',
    'x',
    '_y2',
    'constructor',
    '__proto__',
  )
  .filter((text) => !KEYWORDS.includes(text));
const timeframe = fc.constantFrom('M1', 'M15', 'M45', 'H1', 'H4', 'D1', 'W1', 'MN1').map(named);
const number = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000 }),
  fc.double({ min: 0, max: 1e12, noNaN: true, noDefaultInfinity: true }).map(Math.abs),
  fc.constantFrom(0, 0.5, 1e-7, 150.005),
);
const durationMs = fc.oneof(
  fc.integer({ min: 1, max: 86_400_000 }),
  fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * 60_000),
);
const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });

const bars: fc.Arbitrary<BarsNode> = fc.record({
  type: fc.constant('bars'),
  count: fc.integer({ min: 1, max: 5_000 }),
  timeframe: orNull(timeframe),
  from: fc.constant(0),
  to: fc.constant(0),
});
const window: fc.Arbitrary<WindowNode> = fc.oneof(
  bars,
  durationMs.map((ms): WindowNode => ({ type: 'duration', ms, ...NOWHERE })),
);

function operandWith(
  name: fc.Arbitrary<string>,
  instrument: fc.Arbitrary<Name | null>,
  args: fc.Arbitrary<ArgumentNode[]>,
): fc.Arbitrary<OperandNode> {
  return fc
    .record({
      instrument,
      name: name.map(named),
      arguments: args,
      output: orNull(fc.constantFrom('upper', 'k').map(named)),
      timeframe: orNull(timeframe),
      live: fc.boolean(),
      offset: fc.constantFrom(0, 0, 1, 5_000),
    })
    .map((parts) => ({ type: 'operand', ...parts, ...NOWHERE }));
}

const instrument = orNull(fc.constantFrom('EURUSD', 'USDJPY').map(named));

const { expression, operand } = fc.letrec<{
  expression: ExpressionNode;
  operand: OperandNode;
  argument: ArgumentNode;
}>((tie) => {
  const args = fc.array(tie('argument'), { maxLength: 2 });
  return {
    argument: fc.oneof(
      { depthSize: 'small' },
      tie('expression'),
      durationMs.map((ms): ArgumentNode => ({ type: 'duration', ms, ...NOWHERE })),
      fc
        .integer({ min: 0, max: 1_439 })
        .map((minutes): ArgumentNode => ({ type: 'time', minutes, ...NOWHERE })),
      fc
        .tuple(fc.integer({ min: 0, max: 40_000_000 }), fc.constantFrom(...ZONE_NAMES))
        .map(([minutes, zone]): ArgumentNode => {
          const localMs = minutes * 60_000;
          return { type: 'instant', localMs, zone, at: ZONES[zone].instantOf(localMs), ...NOWHERE };
        }),
    ),
    operand: operandWith(word, instrument, args),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      number.map((value): ExpressionNode => ({ type: 'number', value, ...NOWHERE })),
      fc
        .tuple(fc.constantFrom('pips', 'percent'), number)
        .map(([unit, value]): ExpressionNode => ({ type: 'amount', unit, value, ...NOWHERE })),
      tie('operand'),
      fc
        .tuple(number, operandWith(fc.constant('atr'), fc.constant(null), args))
        .map(([value, unit]): ExpressionNode => ({ type: 'multiple', value, operand: unit, ...NOWHERE })),
      tie('expression').map((inner): ExpressionNode => ({ type: 'negate', operand: inner, ...NOWHERE })),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/'), tie('expression'), tie('expression'))
        .map(([operator, left, right]): ExpressionNode => ({
          type: 'arithmetic',
          operator,
          left,
          right,
          ...NOWHERE,
        })),
    ),
  };
});

const amount = fc
  .double({ min: 0.1, max: 50, noNaN: true })
  .map((value): ExpressionNode => ({ type: 'amount', unit: 'pips', value, ...NOWHERE }));

/** Which words go with which of the three. */
function touchParts(parts: {
  readonly relation: 'touches' | 'breaks' | 'bounces';
  readonly direction: 'up' | 'down' | 'either';
  readonly tolerance: ExpressionNode | null;
  readonly distance: ExpressionNode;
}) {
  const { relation, direction, tolerance, distance } = parts;
  if (relation === 'touches') return { direction: 'either' as const, tolerance, distance: null };
  if (relation === 'breaks') return { direction, tolerance: null, distance };
  return { direction, tolerance, distance };
}

const VALUES: readonly string[] = ['close', 'bid', 'rsi', 'sma', 'atr', 'session_range'];

const predicate: fc.Arbitrary<ConditionNode> = fc.oneof(
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), expression, expression)
    .map(([operator, left, right]): ConditionNode => ({
      type: 'compare',
      operator,
      left,
      right,
      ...NOWHERE,
    })),
  fc
    .tuple(fc.constantFrom('above', 'below', 'either'), expression, expression)
    .map(([direction, left, right]): ConditionNode => ({
      type: 'cross',
      direction,
      left,
      right,
      ...NOWHERE,
    })),
  fc
    .tuple(fc.constantFrom('enters', 'leaves', 'inside', 'outside'), expression, expression, expression)
    .map(([relation, subject, low, high]): ConditionNode => ({
      type: 'range',
      relation,
      subject,
      low,
      high,
      ...NOWHERE,
    })),
  fc
    .tuple(fc.constantFrom('enters', 'leaves', 'inside', 'outside'), expression, operand)
    .map(([relation, subject, low]): ConditionNode => ({
      type: 'range',
      relation,
      subject,
      low,
      high: null,
      ...NOWHERE,
    })),
  fc
    .tuple(fc.constantFrom('rises', 'falls', 'moves'), expression, expression, window)
    .map(([direction, subject, amount, span]): ConditionNode => ({
      type: 'move',
      direction,
      subject,
      amount,
      window: span,
      ...NOWHERE,
    })),
  fc
    .record({
      relation: fc.constantFrom('touches', 'breaks', 'bounces'),
      direction: fc.constantFrom('up', 'down', 'either'),
      subject: expression,
      level: expression,
      tolerance: orNull(amount),
      distance: amount,
    })
    .map((parts): ConditionNode => ({ type: 'touch', ...parts, ...touchParts(parts), ...NOWHERE })),
  fc
    .tuple(fc.constantFrom('rising', 'falling'), expression, bars)
    .map(([direction, subject, span]): ConditionNode => ({
      type: 'trend',
      direction,
      subject,
      window: span,
      ...NOWHERE,
    })),
  operand
    .filter(({ name }) => !VALUES.includes(name.text))
    .map((flag): ConditionNode => ({ type: 'flag', operand: flag, ...NOWHERE })),
);

/** Any syntax tree within the bounds, spans all 0. */
export const conditionNodes: fc.Arbitrary<ConditionNode> = fc.letrec<{ condition: ConditionNode }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    predicate,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([type, terms]): ConditionNode => ({ type, terms: flat(type, terms), ...NOWHERE })),
    tie('condition').map((term): ConditionNode => ({ type: 'not', term, ...NOWHERE })),
    fc
      .tuple(tie('condition'), durationMs)
      .map(([term, ms]): ConditionNode => ({ type: 'for', term, ms, ...NOWHERE })),
    fc
      .tuple(tie('condition'), window)
      .map(([term, span]): ConditionNode => ({ type: 'within', term, window: span, ...NOWHERE })),
    fc
      .tuple(tie('condition'), tie('condition'), window, orNull(tie('condition')))
      .map(([first, then, span, unless]): ConditionNode => ({
        type: 'sequence',
        first,
        then,
        window: span,
        unless,
        ...NOWHERE,
      })),
  ),
})).condition;

/** The grammar joins a chain of one word into one node. */
function flat(type: 'and' | 'or', terms: readonly ConditionNode[]): readonly ConditionNode[] {
  return terms.flatMap((term) => (term.type === type ? term.terms : [term]));
}

export interface CheckableOptions {
  /** Names of the candles to speak of; the first is the most frequent. */
  readonly timeframes: readonly [string, ...string[]];
  /** Prices around which levels lie. */
  readonly level: { readonly min: number; readonly max: number; readonly digits: number };
  /** Conditions on quotes and forming candles, too. */
  readonly ticks: boolean;
  /** Sessions, fixes, days: what the calendar says. */
  readonly calendar?: boolean;
  /** `for`, `within`, `then`, moves in a time: what needs timers. */
  readonly timed: boolean;
  /** Functions and flags of several instruments (test/support/market-walk.ts). */
  readonly functions?: boolean;
}

/** Source texts that `checkCondition` accepts with a default instrument. */
export function checkableConditions(options: CheckableOptions): fc.Arbitrary<string> {
  const { min, max, digits } = options.level;
  const level = fc.double({ min, max, noNaN: true }).map((value) => value.toFixed(digits));
  const frame = fc.constantFrom(...options.timeframes);
  const suffix = fc
    .tuple(frame, options.ticks ? fc.boolean() : fc.constant(false), fc.constantFrom(0, 0, 0, 1, 2))
    .map(([name, live, offset]) => `@${name}${live ? ' live' : ''}${offset === 0 ? '' : `[${offset}]`}`);
  const of = (...names: string[]): fc.Arbitrary<string> =>
    fc.tuple(fc.constantFrom(...names), suffix).map(([name, at]) => `${name}${at}`);
  const candlePrice = of(
    'close',
    'open',
    'high',
    'low',
    'sma(5)',
    'ema(8)',
    'bb(10, 2).upper',
    'highest(6)',
    'wma(4)',
    'fractal(2, 1).high',
    'vstop(4, 1).stop',
    'gannhilo(3, 4)',
  );
  const sessionPrice = sessionPrices(options.ticks);
  const price = options.ticks ? fc.oneof(candlePrice, fc.constantFrom('bid', 'ask', 'mid')) : candlePrice;
  const oscillator = of('rsi(5)', 'stoch(5, 3, 3).d', 'cci(6)', 'kdj(5).j', 'qqe(3, 2, 1).stop', 'imi(4)');
  const pips = fc.integer({ min: 1, max: 300 }).map((tenths) => `${tenths / 10} pips`);
  const operator = fc.constantFrom('<', '<=', '>', '>=', '!=');
  const crossing = fc.constantFrom('crosses', 'crosses above', 'crosses below');
  const range = fc
    .tuple(level, level)
    .map(([a, b]) => (Number(a) <= Number(b) ? `${a} .. ${b}` : `${b} .. ${a}`));
  const join = (...parts: fc.Arbitrary<string | number>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((texts) => texts.join(' '));
  const text = fc.constant<string>;
  const bars = (least: number): fc.Arbitrary<string> =>
    fc.tuple(fc.integer({ min: least, max: 6 }), frame).map(([count, name]) => `${count} bars@${name}`);
  const inBars = bars(1);
  const time = fc.integer({ min: 1, max: 240 }).map((minutes) => `${minutes}m`);
  const span = options.timed ? fc.oneof(inBars, time) : inBars;
  // One close alone does not move.
  const spanOfMove = options.timed ? fc.oneof(bars(2), time) : bars(2);

  const state = fc.oneof(
    ...(options.calendar === true
      ? [
          calendarStates,
          gapStates(price),
          join(price, operator, sessionPrice),
          join(price, fc.constantFrom('inside', 'outside'), sessionRanges(options.ticks)),
          join(
            sessionPrice,
            fc.constantFrom('rises by', 'falls by', 'moves by'),
            pips,
            text('in'),
            spanOfMove,
          ),
        ]
      : []),
    join(price, operator, level),
    join(price, operator, candlePrice, text('+'), pips).filter(sidesDiffer),
    join(oscillator, operator, betweenTies(10, 90)),
    join(price, fc.constantFrom('inside', 'outside'), range),
    join(price, fc.constantFrom('rises by', 'falls by', 'moves by'), pips, text('in'), spanOfMove),
    join(candlePrice, fc.constantFrom('is rising for', 'is falling for'), inBars),
    ...(options.functions === true ? functionStates({ price, frame, ticks: options.ticks }) : []),
  );
  const pulse = fc.oneof(
    ...(options.calendar === true
      ? [
          calendarPulses,
          join(price, crossing, sessionPrice),
          join(price, fc.constantFrom('enters', 'leaves'), sessionRanges(options.ticks)),
        ]
      : []),
    join(price, crossing, level),
    join(price, crossing, candlePrice).filter(sidesDiffer),
    join(oscillator, crossing, betweenTies(20, 80)),
    join(price, fc.constantFrom('enters', 'leaves'), range),
    touch(price, fc.oneof(level, candlePrice)).filter((source) => sidesDiffer(source, TOUCHED)),
    ...(options.functions === true ? functionPulses({ price, frame, ticks: options.ticks }) : []),
  );
  const part = fc.oneof(state, pulse).map((inner) => `(${inner})`);
  const states = state.map((inner) => `(${inner})`);
  const timed = options.timed
    ? [
        join(states, text('for'), time).map((inner) => `(${inner})`),
        join(part, text('within'), span).map((inner) => `(${inner})`),
        join(part, text('then'), part, text('within'), span).map((inner) => `(${inner})`),
        join(part, text('then'), part, text('within'), span, text('unless'), part).map(
          (inner) => `(${inner})`,
        ),
      ]
    : [];
  const term = fc.oneof(
    part,
    part,
    states.map((inner) => `not ${inner}`),
    ...timed,
  );
  const joined = fc
    .tuple(fc.constantFrom(' and ', ' or '), fc.array(term, { minLength: 1, maxLength: 4 }))
    .map(([word, terms]) => terms.join(word));
  return fc.oneof(
    joined,
    fc.tuple(joined, joined).map(([a, b]) => `(${a}) and (${b})`),
  );
}

const TOUCHED = / (?:touches|breaks above|breaks|bounces up off|bounces off) /;

/** Each of the three with and without its amounts. */
function touch(subject: fc.Arbitrary<string>, level: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const tenths = fc.integer({ min: 1, max: 20 });
  return fc
    .tuple(subject, level, tenths, tenths, fc.integer({ min: 0, max: 4 }))
    .map(([value, at, near, more, form]) => {
      const within = `within ${near / 10} pips`;
      switch (form) {
        case 0:
          return `${value} touches ${at}`;
        case 1:
          return `${value} touches ${at} ${within}`;
        case 2:
          return `${value} breaks above ${at} by ${near / 10} pips`;
        case 3:
          return `${value} breaks ${at}`;
        default:
          return `${value} bounces ${more % 2 === 0 ? 'up off' : 'off'} ${at} ${within} by ${(near + more) / 10} pips`;
      }
    });
}

interface FunctionKinds {
  readonly price: fc.Arbitrary<string>;
  readonly frame: fc.Arbitrary<string>;
  readonly ticks: boolean;
}

/** A line through the prices of the walk, in the days of the walk. */
const line = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: -40, max: 40 }),
    fc.constantFrom('', ' tokyo', ' newyork'),
  )
  .map(
    ([start, rise, zone]) =>
      `trendline(2014-05-06 03:30${zone}, ${(1.386 + start / 1e4).toFixed(4)}, 2014-05-13 10:00, ${(1.386 + (start + rise) / 1e4).toFixed(4)})`,
  );

function functionStates({ price, frame, ticks }: FunctionKinds): fc.Arbitrary<string>[] {
  const operator = fc.constantFrom('<', '>', '>=');
  const told = (...parts: fc.Arbitrary<string | number>[]) =>
    fc.tuple(...parts).map((texts) => texts.join(''));
  const text = fc.constant<string>;
  const tenths = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 10);
  const closed = [
    told(text('range@'), frame, text(' '), operator, text(' '), tenths(1, 120), text(' pips')),
    told(
      fc.constantFrom('correlation', 'beta'),
      text('(EURUSD, USDJPY, 8)@'),
      frame,
      text(' '),
      operator,
      text(' '),
      tenths(-9, 9),
    ),
    told(
      text('strength('),
      fc.constantFrom('EUR', 'USD', 'JPY'),
      text(', 3)@'),
      frame,
      text(' '),
      operator,
      text(' '),
      tenths(-2, 2),
    ),
    told(
      text('divergence('),
      fc.constantFrom('close', 'low'),
      text(', rsi(3), 30)@'),
      frame,
      fc.constantFrom(' = 1', ' = -1', ' != 0'),
    ),
    told(text('range@'), frame, text(' > '), tenths(5, 20), text(' * typical(range, 2)')),
    told(text('typical(volume@'), frame, text(', 1) < 2')),
    told(price, text(' '), operator, text(' '), line),
  ];
  if (!ticks) return closed;
  return [
    ...closed,
    told(text('spread > '), tenths(5, 30), text(' * typical(spread, 2)')),
    told(text('mismatch(EURUSD, USDJPY, EURJPY) '), operator, text(' '), tenths(-20, 20), text(' pips')),
    told(
      fc.constantFrom('', 'not ', 'not USDJPY:', 'EURUSD:'),
      text('stale('),
      fc.integer({ min: 1, max: 90 }),
      text('m)'),
    ),
    told(text('range@'), frame, text(' live > '), tenths(5, 20), text(' * typical(range, 2)')),
  ];
}

function functionPulses({ price, ticks }: FunctionKinds): fc.Arbitrary<string>[] {
  const crossing = fc.constantFrom('crosses', 'crosses above', 'crosses below');
  const closed = [fc.tuple(price, crossing, line).map((texts) => texts.join(' ')), touch(price, line)];
  if (!ticks) return closed;
  return [
    ...closed,
    fc
      .tuple(crossing, fc.integer({ min: -20, max: 20 }))
      .map(([word, pips]) => `mismatch(EURUSD, USDJPY, EURJPY) ${word} ${pips / 10} pips`),
  ];
}

/** The checker refuses a comparison of an operand with itself. */
function sidesDiffer(source: string, between = / (?:[<>!=]+|crosses(?: above| below)?) /): boolean {
  const [left, right = ''] = source.split(between);
  return left !== right.replace(/ (?:within|by) .*/, '');
}

/** Numbers an oscillator does not stand on: candles of one tick give whole ones, where the last digit of a sum would decide. */
function betweenTies(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((whole) => `${whole}.013`);
}
