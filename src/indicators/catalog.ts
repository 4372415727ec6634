/** Every indicator there is. Language, API, page and docs know of no other list. */
import { ad } from './ad.ts';
import { adx } from './adx.ts';
import { adxr } from './adxr.ts';
import { alma } from './alma.ts';
import { ao } from './ao.ts';
import { aroon } from './aroon.ts';
import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { bop } from './bop.ts';
import { cci } from './cci.ts';
import { chandelier } from './chandelier.ts';
import { chop } from './chop.ts';
import { cmf } from './cmf.ts';
import { cmo } from './cmo.ts';
import { connorsrsi } from './connorsrsi.ts';
import { dema } from './dema.ts';
import { donchian } from './donchian.ts';
import { dpo } from './dpo.ts';
import { ema } from './ema.ts';
import { eom } from './eom.ts';
import { fisher } from './fisher.ts';
import { force } from './force.ts';
import { heikinAshi } from './heikin-ashi.ts';
import { highest } from './highest.ts';
import { hma } from './hma.ts';
import { hv } from './hv.ts';
import { ichimoku } from './ichimoku.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { kama } from './kama.ts';
import { keltner } from './keltner.ts';
import { linreg } from './linreg.ts';
import { lowest } from './lowest.ts';
import { lsma } from './lsma.ts';
import { macd } from './macd.ts';
import { mass } from './mass.ts';
import { mfi } from './mfi.ts';
import { momentum } from './momentum.ts';
import { natr } from './natr.ts';
import { obv } from './obv.ts';
import { percentrank } from './percentrank.ts';
import { pivots } from './pivots.ts';
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
import { t3 } from './t3.ts';
import { tema } from './tema.ts';
import { tr } from './tr.ts';
import { trima } from './trima.ts';
import { trix } from './trix.ts';
import { tsi } from './tsi.ts';
import { ultimate } from './ultimate.ts';
import { vortex } from './vortex.ts';
import { vwap } from './vwap.ts';
import { vwma } from './vwma.ts';
import { williamsr } from './williamsr.ts';
import { wma } from './wma.ts';
import { zigzag } from './zigzag.ts';
import { zlema } from './zlema.ts';
import { zscore } from './zscore.ts';
import { darkCloud } from './patterns/dark-cloud.ts';
import { doji } from './patterns/doji.ts';
import { engulfing } from './patterns/engulfing.ts';
import { eveningStar } from './patterns/evening-star.ts';
import { hammer } from './patterns/hammer.ts';
import { harami } from './patterns/harami.ts';
import { insideBar } from './patterns/inside-bar.ts';
import { invertedHammer } from './patterns/inverted-hammer.ts';
import { marubozu } from './patterns/marubozu.ts';
import { morningStar } from './patterns/morning-star.ts';
import { piercing } from './patterns/piercing.ts';
import { pinBar } from './patterns/pin-bar.ts';
import { threeCrows } from './patterns/three-crows.ts';
import { threeSoldiers } from './patterns/three-soldiers.ts';
import { tweezer } from './patterns/tweezer.ts';

const DEFINITIONS: readonly IndicatorDefinition[] = [
  sma,
  ema,
  wma,
  smma,
  trima,
  dema,
  tema,
  t3,
  hma,
  kama,
  zlema,
  alma,
  lsma,
  vwma,
  vwap,
  linreg,
  heikinAshi,
  macd,
  ppo,
  rsi,
  connorsrsi,
  stoch,
  stochrsi,
  williamsr,
  cci,
  cmo,
  tsi,
  ultimate,
  bop,
  roc,
  momentum,
  trix,
  dpo,
  fisher,
  ao,
  bb,
  keltner,
  donchian,
  chandelier,
  atr,
  natr,
  tr,
  stdev,
  hv,
  zscore,
  percentrank,
  mass,
  chop,
  adx,
  adxr,
  aroon,
  vortex,
  ichimoku,
  supertrend,
  psar,
  zigzag,
  highest,
  lowest,
  pivots,
  obv,
  ad,
  mfi,
  cmf,
  force,
  eom,
  doji,
  hammer,
  invertedHammer,
  engulfing,
  harami,
  piercing,
  darkCloud,
  morningStar,
  eveningStar,
  threeSoldiers,
  threeCrows,
  pinBar,
  insideBar,
  marubozu,
  tweezer,
];

/** By name, in the order of the docs. A Map, so that `__proto__` and `constructor` are no indicators. */
export const CATALOG: ReadonlyMap<string, IndicatorDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.name, definition]),
);

/** Names are lower case; undefined when there is none of this name. */
export function indicatorDefinition(name: string): IndicatorDefinition | undefined {
  return CATALOG.get(name);
}
