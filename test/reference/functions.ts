/** Functions and flags as docs/guide/conditions.md defines them, one after the other, each from nothing but the ticks. */
import type { CandleSource, Condition, Expression, FunctionOperand } from '../../src/conditions/resolved.ts';
import type { Candle } from '../../src/market/candle.ts';
import { fxWeekOf, isMarketOpen } from '../../src/market/fx-time.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import { type Market, valuesOf } from './series.ts';
import type { Step } from './step.ts';

/** When a function is looked at, and the value of its inputs then. */
export interface FunctionMoment {
  readonly at: number;
  readonly tick: number;
  readonly value: (of: Expression) => number;
}

export function functionValue(market: Market, call: FunctionOperand, moment: FunctionMoment): number {
  const { value } = moment;
  switch (call.name) {
    case 'session_open':
    case 'session_high':
    case 'session_low':
    case 'session_close':
      return value(call.inputs[0]!);
    case 'round_distance': {
      const step = Number(call.parameters[0]);
      const price = value(call.inputs[0]!);
      const below = Math.floor(price / step) * step;
      return Math.min(Math.abs(price - below), Math.abs(below + step - price));
    }
    case 'gap':
    case 'session_range':
    case 'range':
      return value(call.inputs[0]!) - value(call.inputs[1]!);
    case 'mismatch': {
      const leg = (index: number) => value(call.inputs[index]!) ** (call.parameters[index] as number);
      return leg(0) * leg(1) - value(call.inputs[2]!);
    }
    case 'typical':
      return typical(market, call, moment);
    case 'correlation':
    case 'beta':
      return correlation(market, call, moment.at);
    case 'strength': {
      const [, place, ...signs] = call.parameters as number[];
      const changes = signs.map(
        (sign, leg) => sign * Math.log(value(call.inputs[2 * leg]!) / value(call.inputs[2 * leg + 1]!)),
      );
      // The common currency has not moved against itself; it is one of the eight.
      const all = [...changes, 0];
      const own = place === -1 ? 0 : changes[place!]!;
      const against = all.reduce((sum, other) => sum + (own - other), 0) / 7;
      return 100 * against;
    }
    case 'divergence':
      return divergence(market, call, moment);
    case 'trendline': {
      const [from, price, to, toPrice] = call.parameters as [number, number, number, number];
      return price + ((toPrice - price) * tradedBetween(from, moment.at)) / tradedBetween(from, to);
    }
    default:
      throw new Error(`the reference has no function "${call.name}"`);
  }
}

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

/** Open market from one instant to another: five days of every week in between. */
function tradedBetween(from: number, to: number): number {
  const traded = (at: number) => {
    const week = fxWeekOf(at as EpochMs);
    return Math.round(week.at / WEEK) * 5 * 24 * HOUR + Math.max(0, at - week.at);
  };
  return traded(to) - traded(from);
}

interface HourOfWeek {
  readonly hour: number;
  readonly week: number;
}

const KNOWN_HOURS = new Map<number, HourOfWeek>();

/** The hour of the FX week, and which week. Asked for the same instants again and again. */
function hourOfWeek(at: number): HourOfWeek {
  const known = KNOWN_HOURS.get(at);
  if (known !== undefined) return known;
  const week = fxWeekOf(at as EpochMs);
  const hour = Math.min(119, Math.max(0, Math.floor((at - week.at) / HOUR)));
  const place = { hour, week: Math.round(week.at / WEEK) };
  KNOWN_HOURS.set(at, place);
  return place;
}

function typical(market: Market, call: FunctionOperand, { at, tick }: FunctionMoment): number {
  const weeks = Number(call.parameters[0]);
  const [of] = call.inputs as [Expression];
  let samples: { readonly at: number; readonly value: number }[];
  let present = at;
  if (of.type === 'quote') {
    const quoted = of;
    const on = (basis: CandleSource['basis']): readonly Candle[] => {
      const source: CandleSource = {
        instrument: quoted.instrument,
        basis,
        timeframe: 'M1',
      };
      return market.candles(source).slice(0, market.closedCount(source, at));
    };
    const bids = on('bid');
    samples = on('ask').map((ask, index) => ({ at: ask.at, value: ask.close - bids[index]!.close }));
  } else {
    const isRange = of.type === 'function';
    const candle = (isRange ? of.inputs[0] : of) as Extract<Expression, { type: 'candle' }>;
    const closed = market.candles(candle).slice(0, market.closedCount(candle, at));
    const forming = candle.live ? market.forming(candle, at, tick) : undefined;
    const looked =
      candle.live && candle.offset === 0 ? forming : closed.at(-1 - candle.offset + (candle.live ? 1 : 0));
    if (looked === undefined) return NaN;
    present = looked.at;
    samples = closed.map((one) => ({ at: one.at, value: isRange ? one.high - one.low : one.volume }));
  }
  const now = hourOfWeek(present);
  const means: number[] = [];
  const sameHour = samples.filter((sample) => hourOfWeek(sample.at).hour === now.hour);
  for (let week = now.week - weeks; week < now.week; week++) {
    const inHour = sameHour.filter((sample) => hourOfWeek(sample.at).week === week);
    if (inHour.length > 0) means.push(inHour.reduce((sum, { value }) => sum + value, 0) / inHour.length);
  }
  if (means.length < weeks / 2) return NaN;
  means.sort((a, b) => a - b);
  return (means[Math.floor((means.length - 1) / 2)]! + means[Math.ceil((means.length - 1) / 2)]!) / 2;
}

type CandleOperand = Extract<Expression, { type: 'candle' | 'indicator' }>;

function correlation(market: Market, call: FunctionOperand, at: number): number {
  const [first, second] = call.inputs as [CandleOperand, CandleOperand];
  const count = Number(call.parameters[0]);
  const closed = market.candles(first).slice(0, market.closedCount(first, at));
  const instants = closed.slice(-count - 1).map(({ closesAt }) => closesAt);
  if (instants.length < count + 1) return NaN;
  const returnsOf = (source: CandleSource) => {
    const closes = instants.map((instant) => market.lastClosed(source, instant)?.close ?? NaN);
    return closes.slice(1).map((close, index) => Math.log(close / closes[index]!));
  };
  const x = returnsOf(first);
  const y = returnsOf(second);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (a: readonly number[], b: readonly number[]) =>
    mean(a.map((value, index) => (value - mean(a)) * (b[index]! - mean(b))));
  const spread = call.name === 'beta' ? product(y, y) : Math.sqrt(product(x, x) * product(y, y));
  return spread === 0 ? NaN : product(x, y) / spread;
}

function divergence(market: Market, call: FunctionOperand, { at, tick }: FunctionMoment): number {
  const [price, oscillator] = call.inputs as [CandleOperand, CandleOperand];
  const count = Number(call.parameters[0]);
  const last = (operand: CandleOperand) =>
    Array.from({ length: count }, (_, index) =>
      valuesOf(market, { ...operand, offset: count - 1 - index }, at, tick),
    );
  const prices = last(price);
  const values = last(oscillator);
  if ([...prices, ...values].some(Number.isNaN)) return NaN;
  const around = (index: number) =>
    [index - 2, index - 1, index + 1, index + 2].map((one) => prices[one] ?? NaN);
  const lows = prices.flatMap((low, index) => (around(index).every((other) => other > low) ? [index] : []));
  const highs = prices.flatMap((high, index) =>
    around(index).every((other) => other < high) ? [index] : [],
  );
  const completed = count - 3;
  const [low, before] = [lows.at(-1), lows.at(-2)];
  if (
    low === completed &&
    before !== undefined &&
    prices[low]! < prices[before]! &&
    values[low]! > values[before]!
  )
    return 1;
  const [high, earlier] = [highs.at(-1), highs.at(-2)];
  if (
    high === completed &&
    earlier !== undefined &&
    prices[high]! > prices[earlier]! &&
    values[high]! < values[earlier]!
  )
    return -1;
  return 0;
}

type Flag = Extract<Condition, { type: 'flag' }>;

/** Its truth, and the next instant at which time alone may change it. */
export function flagTruth(
  market: Market,
  flag: Flag,
  step: Step,
): { readonly truth: boolean | null; readonly changesAt: number } {
  switch (flag.name) {
    case 'stale': {
      const [quote] = flag.inputs as [Extract<Expression, { type: 'quote' }>];
      const lastAt = market.lastTickAt(quote.instrument, step.tick);
      if (lastAt === null) return { truth: null, changesAt: Infinity };
      const at = step.at as EpochMs;
      const week = fxWeekOf(at);
      const silentFrom = Math.max(lastAt, week.at);
      const becomesStale = silentFrom + Number(flag.parameters[0]);
      if (!isMarketOpen(at)) return { truth: false, changesAt: becomesStale };
      return { truth: at >= becomesStale, changesAt: at >= becomesStale ? week.closesAt : becomesStale };
    }
    case 'gap_opened':
    case 'gap_filled':
      return { truth: gapTruth(market, flag, step), changesAt: Infinity };
    default:
      throw new Error(`the reference has no flag "${flag.name}"`);
  }
}

/** The week in progress against the close of the one before; false while the market is closed. */
function gapTruth(market: Market, flag: Flag, step: Step): boolean | null {
  const weeks = flag.inputs[0] as Extract<Expression, { type: 'candle' }>;
  if (!isMarketOpen(step.at as EpochMs)) return false;
  const week = market.forming(weeks, step.at, step.tick);
  const before = market.lastClosed(weeks, step.at);
  if (week === undefined || before === undefined) return null;
  // Hundredths of a point of EURUSD, which is all the reference is shown.
  const quanta = (price: number) => Math.round(price * 1e7);
  const gap = quanta(week.open - before.close);
  const [amount, way] = flag.parameters;
  const least = quanta(Number(amount));
  if (flag.name === 'gap_opened')
    return (way !== 'lower' && gap >= least) || (way !== 'higher' && gap <= -least);
  if (gap === 0 || Math.abs(gap) < least) return false;
  return gap > 0 ? quanta(week.low) <= quanta(before.close) : quanta(week.high) >= quanta(before.close);
}
