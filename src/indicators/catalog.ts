/** Every indicator there is. Language, API, page and docs know of no other list. */
import { adx } from './adx.ts';
import { adxr } from './adxr.ts';
import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { cci } from './cci.ts';
import { donchian } from './donchian.ts';
import { ema } from './ema.ts';
import { highest } from './highest.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { lowest } from './lowest.ts';
import { macd } from './macd.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { stdev } from './stdev.ts';
import { stoch } from './stoch.ts';
import { wma } from './wma.ts';

const DEFINITIONS: readonly IndicatorDefinition[] = [
  sma,
  ema,
  wma,
  rsi,
  macd,
  bb,
  atr,
  adx,
  adxr,
  stoch,
  cci,
  roc,
  highest,
  lowest,
  stdev,
  donchian,
];

/** By name, in the order of the docs. A Map, so that `__proto__` and `constructor` are no indicators. */
export const CATALOG: ReadonlyMap<string, IndicatorDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);

/** Names are lower case; undefined when there is none of this name. */
export function indicatorDefinition(name: string): IndicatorDefinition | undefined {
  return CATALOG.get(name);
}
