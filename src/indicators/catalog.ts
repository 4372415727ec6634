/** Every indicator there is. Language, API, page and docs know of no other list. */
import { accbands } from './accbands.ts';
import { ad } from './ad.ts';
import { adosc } from './adosc.ts';
import { adx } from './adx.ts';
import { adxr } from './adxr.ts';
import { alma } from './alma.ts';
import { ao } from './ao.ts';
import { aroon } from './aroon.ts';
import { atr } from './atr.ts';
import { bb } from './bb.ts';
import { bop } from './bop.ts';
import { cci } from './cci.ts';
import { cfo } from './cfo.ts';
import { chandelier } from './chandelier.ts';
import { chop } from './chop.ts';
import { cmf } from './cmf.ts';
import { cmo } from './cmo.ts';
import { cog } from './cog.ts';
import { connorsrsi } from './connorsrsi.ts';
import { dema } from './dema.ts';
import { demarker } from './demarker.ts';
import { disparity } from './disparity.ts';
import { dm } from './dm.ts';
import { donchian } from './donchian.ts';
import { dosc } from './dosc.ts';
import { dpo } from './dpo.ts';
import { elderray } from './elderray.ts';
import { ema } from './ema.ts';
import { eom } from './eom.ts';
import { fisher } from './fisher.ts';
import { force } from './force.ts';
import { fractal } from './fractal.ts';
import { gannhilo } from './gannhilo.ts';
import { heikinAshi } from './heikin-ashi.ts';
import { highest } from './highest.ts';
import { hma } from './hma.ts';
import { httrendline } from './httrendline.ts';
import { hv } from './hv.ts';
import { ibs } from './ibs.ts';
import { ichimoku } from './ichimoku.ts';
import { imi } from './imi.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { kama } from './kama.ts';
import { kdj } from './kdj.ts';
import { keltner } from './keltner.ts';
import { kst } from './kst.ts';
import { kvo } from './kvo.ts';
import { laguerreRsi } from './laguerre-rsi.ts';
import { linreg } from './linreg.ts';
import { lowest } from './lowest.ts';
import { lsma } from './lsma.ts';
import { macd } from './macd.ts';
import { mama } from './mama.ts';
import { mass } from './mass.ts';
import { mcginley } from './mcginley.ts';
import { mfi } from './mfi.ts';
import { momentum } from './momentum.ts';
import { natr } from './natr.ts';
import { nvi } from './nvi.ts';
import { obv } from './obv.ts';
import { percentrank } from './percentrank.ts';
import { pgo } from './pgo.ts';
import { pivots } from './pivots.ts';
import { pmo } from './pmo.ts';
import { ppo } from './ppo.ts';
import { premier } from './premier.ts';
import { psar } from './psar.ts';
import { psl } from './psl.ts';
import { pvi } from './pvi.ts';
import { pvo } from './pvo.ts';
import { qqe } from './qqe.ts';
import { qstick } from './qstick.ts';
import { roc } from './roc.ts';
import { rogersSatchell } from './rogers-satchell.ts';
import { rsi } from './rsi.ts';
import { rvi } from './rvi.ts';
import { sma } from './sma.ts';
import { smi } from './smi.ts';
import { smma } from './smma.ts';
import { stc } from './stc.ts';
import { stdev } from './stdev.ts';
import { stoch } from './stoch.ts';
import { stochrsi } from './stochrsi.ts';
import { supersmoother } from './supersmoother.ts';
import { supertrend } from './supertrend.ts';
import { t3 } from './t3.ts';
import { tema } from './tema.ts';
import { tr } from './tr.ts';
import { trima } from './trima.ts';
import { trix } from './trix.ts';
import { tsi } from './tsi.ts';
import { ulcer } from './ulcer.ts';
import { ultimate } from './ultimate.ts';
import { vhf } from './vhf.ts';
import { vidya } from './vidya.ts';
import { vortex } from './vortex.ts';
import { vroc } from './vroc.ts';
import { vstop } from './vstop.ts';
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
  supersmoother,
  mcginley,
  vidya,
  mama,
  httrendline,
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
  kdj,
  smi,
  premier,
  stc,
  qqe,
  laguerreRsi,
  williamsr,
  cci,
  demarker,
  cmo,
  tsi,
  ultimate,
  imi,
  psl,
  ibs,
  qstick,
  dosc,
  bop,
  roc,
  momentum,
  trix,
  kst,
  pmo,
  dpo,
  disparity,
  cfo,
  cog,
  pgo,
  fisher,
  ao,
  bb,
  keltner,
  accbands,
  donchian,
  chandelier,
  vstop,
  gannhilo,
  atr,
  natr,
  tr,
  stdev,
  hv,
  rogersSatchell,
  rvi,
  ulcer,
  zscore,
  percentrank,
  mass,
  chop,
  vhf,
  adx,
  adxr,
  dm,
  elderray,
  aroon,
  vortex,
  ichimoku,
  supertrend,
  psar,
  zigzag,
  fractal,
  highest,
  lowest,
  pivots,
  obv,
  ad,
  adosc,
  mfi,
  cmf,
  force,
  eom,
  kvo,
  pvi,
  nvi,
  pvo,
  vroc,
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
