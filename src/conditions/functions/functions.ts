/** The table of functions and flags, by name. To add one: a definition file here, its line below, its evaluation in alerts/evaluation/functions. */
import type { FlagDefinition, FunctionDefinition } from './definition.ts';
import { cut, fix, rollover } from './fix.ts';
import { dstMismatch, gotobi, holiday, thin, weekday } from './days.ts';
import { beta, correlation } from './correlation.ts';
import { divergence } from './divergence.ts';
import { gap, gapFilled, gapOpened } from './gap.ts';
import { mismatch } from './mismatch.ts';
import { range } from './range.ts';
import { roundDistance } from './round-distance.ts';
import { closes, opens, session } from './session.ts';
import { sessionClose, sessionHigh, sessionLow, sessionOpen, sessionRange } from './session-prices.ts';
import { stale } from './stale.ts';
import { timeOfDay } from './time-of-day.ts';
import { strength } from './strength.ts';
import { trendline } from './trendline.ts';
import { typical } from './typical.ts';

/** In the order in which they are offered. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = byName([
  sessionHigh,
  sessionLow,
  sessionOpen,
  sessionClose,
  sessionRange,
  gap,
  roundDistance,
  range,
  typical,
  correlation,
  beta,
  strength,
  mismatch,
  divergence,
  trendline,
]);

export const FLAGS: ReadonlyMap<string, FlagDefinition> = byName([
  session,
  opens,
  closes,
  timeOfDay,
  weekday,
  fix,
  cut,
  rollover,
  gotobi,
  holiday,
  thin,
  dstMismatch,
  gapOpened,
  gapFilled,
  stale,
]);

function byName<D extends { readonly name: string }>(definitions: readonly D[]): ReadonlyMap<string, D> {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}
