/** The table of functions and flags, by name. To add one: a definition file here, its line below, its evaluation in alerts/evaluation/functions. */
import type { FlagDefinition, FunctionDefinition } from './definition.ts';
import { cut, fix, rollover } from './fix.ts';
import { dstMismatch, gotobi, holiday, thin, weekday } from './days.ts';
import { mismatch } from './mismatch.ts';
import { range } from './range.ts';
import { closes, opens, session } from './session.ts';
import { sessionClose, sessionHigh, sessionLow, sessionOpen, sessionRange } from './session-prices.ts';
import { stale } from './stale.ts';
import { timeOfDay } from './time-of-day.ts';

/** In the order in which they are offered. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = byName([
  sessionHigh,
  sessionLow,
  sessionOpen,
  sessionClose,
  sessionRange,
  range,
  mismatch,
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
  stale,
]);

function byName<D extends { readonly name: string }>(definitions: readonly D[]): ReadonlyMap<string, D> {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}
