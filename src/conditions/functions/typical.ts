/**
 * `typical(spread, 8)`, `typical(range@H1, 8)`: what is usual at this hour of the week.
 *
 *   hour value   the mean of x over the candles that opened in one hour of one FX week; for spread, of ask close − bid close of M1
 *   typical      the median of the hour values of the same hour in the last 8 weeks before this one (or as many as said)
 *
 * The hour is that of the candle looked at; for spread, that of the present instant. Hours count from Sunday 17:00 New York, so
 * daylight saving never moves them: a week has 120. A week in which nothing was recorded at that hour is left out; unknown while
 * fewer than half of the weeks have a value. What history gives counts like what was seen live.
 */
import { timeframe } from '../../market/timeframe.ts';
import { ConditionFault, excerpt } from '../fault.ts';
import { argumentsOf, integerArgument, operandArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ResolvedArgument, ValueCall } from './definition.ts';

/** Weeks that are remembered. */
export const MAX_TYPICAL_WEEKS = 12;
const DEFAULT_WEEKS = 8;
const WEEK_MINUTES = 7_200;
/** Finer candles than this many in the weeks asked for are not fetched from history; the norm then grows as time passes. */
const MOST_FROM_HISTORY = 4_900;
const SIGNATURES = ['typical(spread, 8)', 'typical(range@H1, 8)'];

export const typical: FunctionDefinition = {
  name: 'typical',
  signature: 'typical(spread | range | volume, weeks)',
  help: {
    en: 'Median of the same hour of the week over the last weeks (8 unless said)',
    ja: '過去数週間（省略時 8 週）の同じ曜日・時間帯の中央値',
  },
  isOfInstrument: true,
  candles: 'inner',
  hasPast: false,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const [of, count] = argumentsOf(site, { least: 1, most: 2 }, ...SIGNATURES);
  const argument = operandArgument(site, of as NonNullable<typeof of>);
  const { name } = argument;
  if (!['spread', 'range', 'volume'].includes(name.text)) {
    const found = excerpt(site.source, argument);
    throw new ConditionFault('type', argument, { key: 'normUnknown', found });
  }
  if (name.text === 'spread' && site.node.timeframe !== null) {
    const timeframe = excerpt(site.source, site.node.timeframe);
    throw new ConditionFault('type', site.node.timeframe, { key: 'timeframeOfNorm', timeframe });
  }
  const weeks =
    count === undefined
      ? DEFAULT_WEEKS
      : integerArgument(site, count, { key: 'weeks', min: 1, max: MAX_TYPICAL_WEEKS });
  const { expression, dimension, instrument, text } = site.operand(argument);
  const lookBack = lookBackOf(site, { expression, dimension, instrument, text }, weeks);
  return {
    inputs: [expression],
    parameters: [weeks],
    lookBack,
    text: `typical(${text}, ${weeks})`,
    dimension,
    instrument,
  };
}

function lookBackOf(site: CallSite, { expression }: ResolvedArgument, weeks: number): number {
  const candle = expression.type === 'function' ? expression.inputs[0] : expression;
  if (candle?.type !== 'candle') return 0;
  const { minutes, unit, name } = timeframe(candle.timeframe);
  if (unit === 'week' || unit === 'month') {
    const text = excerpt(site.source, site.node);
    throw new ConditionFault('type', site.node, { key: 'normOfLongCandle', timeframe: name, text });
  }
  return Math.min(MOST_FROM_HISTORY, Math.ceil((weeks * WEEK_MINUTES) / minutes));
}
