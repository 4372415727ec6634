/** Streams for the norms of `typical`. */
import type { Expression } from '../../../conditions/resolved.ts';
import { assert } from '../../../kernel/assert.ts';
import type { IndicatorStream } from '../../series/indicator-stream.ts';
import type { Series } from '../../series/series.ts';
import { timeframe } from '../../../market/timeframe.ts';
import type { Compilation } from '../compilation.ts';
import type { Value } from '../value.ts';
import type { CallParts } from './call-parts.ts';
import { CandleNorm, SpreadNorm } from './typical-value.ts';
import { weekHours } from './week-hours.ts';

const WEEK_MINUTES = 7_200;

export function compileTypical({ call, to }: CallParts): Value {
  const [of] = call.inputs;
  const weeks = Number(call.parameters[0]);
  assert(of !== undefined, '"typical" reads nothing');
  return of.type === 'quote'
    ? spreadNorm(of, weeks, { to, text: call.text })
    : candleNorm(of, weeks, { to, text: call.text });
}

interface For {
  readonly to: Compilation;
  /** Under which it is explained. */
  readonly text: string;
}

function spreadNorm(
  { instrument }: Extract<Expression, { readonly type: 'quote' }>,
  weeks: number,
  { to, text }: For,
): Value {
  const on = (basis: 'ask' | 'bid'): IndicatorStream => {
    const series = to.useSeries({ instrument, basis, timeframe: 'M1' }, 1);
    return useHours(series, 'close', { to, depth: 1 });
  };
  const value = new SpreadNorm(weeks, { ask: on('ask'), bid: on('bid') }, to.sources.time);
  to.ticks.add(to.sources.book(instrument));
  to.operands.set(text, { text, value, missing: () => value.weeksMissing() * WEEK_MINUTES });
  return value;
}

function candleNorm(of: Expression, weeks: number, { to, text }: For): Value {
  const isRange = of.type === 'function';
  const candle = isRange ? of.inputs[0] : of;
  assert(candle?.type === 'candle', '"typical" reads no candle');
  const { offset, live } = candle;
  const series = to.useSeries(candle, offset + 1);
  const stream = useHours(series, isRange ? 'range' : 'volume', { to, depth: offset + 1 });
  const book = to.sources.book(candle.instrument);
  to.closes.add(series);
  to.read.add(series);
  if (live) to.ticks.add(book);
  const value = new CandleNorm(weeks, { series, stream, book }, { offset, live, standsIn: to.isAtClose });
  const candlesOfWeek = WEEK_MINUTES / timeframe(candle.timeframe).minutes;
  to.operands.set(text, { text, value, missing: () => Math.ceil(value.weeksMissing() * candlesOfWeek) });
  return value;
}

function useHours(
  series: Series,
  of: string,
  { to, depth }: { readonly to: Compilation; readonly depth: number },
): IndicatorStream {
  const { stream, release } = to.sources.useOwnStream(series, { definition: weekHours, params: [of] }, depth);
  to.onRelease(release);
  return stream;
}
