/** Every indicator there is. Language, API, page and docs know of no other list. */
import { adx } from './adx.ts';
import { adxr } from './adxr.ts';
import { ao } from './ao.ts';
import { aroon } from './aroon.ts';
import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { cci } from './cci.ts';
import { chop } from './chop.ts';
import { cmo } from './cmo.ts';
import { dema } from './dema.ts';
import { donchian } from './donchian.ts';
import { ema } from './ema.ts';
import { highest } from './highest.ts';
import { hma } from './hma.ts';
import { ichimoku } from './ichimoku.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { kama } from './kama.ts';
import { keltner } from './keltner.ts';
import { linreg } from './linreg.ts';
import { lowest } from './lowest.ts';
import { macd } from './macd.ts';
import { mfi } from './mfi.ts';
import { momentum } from './momentum.ts';
import { natr } from './natr.ts';
import { ppo } from './ppo.ts';
import { psar } from './psar.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { smma } from './smma.ts';
import { stdev } from './stdev.ts';
import { stoch } from './stoch.ts';
import { stochrsi } from './stochrsi.ts';
import { supertrend } from './supertrend.ts';
import { tema } from './tema.ts';
import { tr } from './tr.ts';
import { trix } from './trix.ts';
import { vortex } from './vortex.ts';
import { vwma } from './vwma.ts';
import { williamsr } from './williamsr.ts';
import { wma } from './wma.ts';

const DEFINITIONS: readonly IndicatorDefinition[] = [
  sma,
  ema,
  wma,
  smma,
  dema,
  tema,
  hma,
  kama,
  vwma,
  linreg,
  macd,
  ppo,
  rsi,
  stoch,
  stochrsi,
  williamsr,
  cci,
  cmo,
  roc,
  momentum,
  trix,
  ao,
  mfi,
  bb,
  keltner,
  donchian,
  atr,
  natr,
  tr,
  stdev,
  chop,
  adx,
  adxr,
  aroon,
  vortex,
  ichimoku,
  supertrend,
  psar,
  highest,
  lowest,
];

/** By name, in the order of the docs. A Map, so that `__proto__` and `constructor` are no indicators. */
export const CATALOG: ReadonlyMap<string, IndicatorDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);

/** Names are lower case; undefined when there is none of this name. */
export function indicatorDefinition(name: string): IndicatorDefinition | undefined {
  return CATALOG.get(name);
}
