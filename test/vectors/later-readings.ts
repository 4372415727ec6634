/** The readings of indicators that fewer sources have; see conventions.ts. */
import { number, period, single, type Reading } from './reading.ts';
import type { Vector } from './vector.ts';

export const LATER_READINGS: Readonly<Record<string, (vector: Vector) => Reading>> = {
  accelerationbands: (v) => ({
    call: ['accbands', period(v)],
    outputs: { upper: 'upper', middle: 'middle', lower: 'lower' },
  }),
  adosc: (v) => single(['adosc', number(v, ['short_period']), number(v, ['long_period']), 'first'], v),
  cfo: (v) => single(['cfo', period(v)], v),
  // Theirs counts from the oldest price, ours, as TradingView's, from the newest.
  cg: (v) => ({ ...single(['cog', period(v)], v), convert: (center) => center + period(v) + 1 }),
  demarker: (v) => single(['demarker', period(v)], v),
  derivativeoscillator: (v) =>
    single(
      [
        'dosc',
        number(v, ['rsiInterval']),
        number(v, ['ema1Interval']),
        number(v, ['ema2Interval']),
        number(v, ['smaInterval']),
        'first',
      ],
      v,
    ),
  disparityindex: (v) => single(['disparity', period(v)], v),
  // The one of technicalindicators is not smoothed, whatever its period.
  dm: (v) => ({
    call: ['dm', v.indicator === 'mdm' ? 1 : period(v), 'talib'],
    outputs: { plusDM: 'plus', plus_dm: 'plus', minus_dm: 'minus', mdm: 'minus' },
  }),
  elderRay: (v) => ({ call: ['elderray', period(v)], outputs: { bull: 'bull', bear: 'bear' } }),
  fractalPivots: (v) => ({
    call: ['fractal', number(v, ['left']), number(v, ['right'])],
    outputs: { pphl: 'turn' },
  }),
  gannhilo: (v) => single(['gannhilo', number(v, ['highInterval']), number(v, ['lowInterval']), 'frozen'], v),
  httrendline: (v) => single(['httrendline'], v),
  ibs: (v) => single(['ibs'], v),
  imi: (v) => single(['imi', period(v)], v),
  kdj: (v) => ({
    call: ['kdj', number(v, ['rPeriod']), number(v, ['kPeriod']), number(v, ['dPeriod'])],
    outputs: { k: 'k', d: 'd', j: 'j' },
  }),
  // The look-backs are not in the files: trading-signals' are in its test, and only these give Lean's values.
  kst: (v) => ({
    call: v.source === 'Lean' ? ['kst', 5, 10, 15, 25, 5, 5, 5, 10] : ['kst', 1, 2, 3, 4, 2, 2, 2, 2],
    outputs: { kst: 'line', signal: 'signal', value: 'line' },
  }),
  kvo: (v) => ({
    call: ['kvo', number(v, ['shortInterval']), number(v, ['longInterval']), 13, 'trend', 'first'],
    outputs: { value: 'line' },
  }),
  laguerrersi: (v) => single(['laguerre_rsi'], v),
  mama: (v) => ({
    call: ['mama', number(v, ['fastLimit']), number(v, ['slowLimit']), 'close'],
    outputs: { mama: 'mama', fama: 'fama' },
  }),
  mcginleydynamic: (v) => single(['mcginley', period(v), 0.6, 'first'], v),
  pgo: (v) => single(['pgo', period(v)], v),
  // Its first two smoothings are in its test, not in the file.
  pmo: (v) => ({
    call: ['pmo', 4, 3, number(v, ['signalInterval']), 'first'],
    outputs: { pmo: 'line', signal: 'signal' },
  }),
  premierstochastic: (v) =>
    single(['premier', number(v, ['stochInterval']), number(v, ['smoothInterval']), 'first'], v),
  psl: (v) => single(['psl', period(v)], v),
  pvi: (v) => single(['pvi'], v),
  pvo: (v) => ({
    ...single(['pvo', number(v, ['fastPeriod']), number(v, ['slowPeriod']), 'first'], v),
    volume: 'close',
  }),
  qqe: (v) => ({
    call: [
      'qqe',
      number(v, ['rsiInterval']),
      number(v, ['smoothInterval']),
      number(v, ['fastFactor']),
      'first',
    ],
    outputs: { rsiMa: 'line', trailingStop: 'stop' },
  }),
  qstick: (v) => single(['qstick', period(v)], v),
  relativevolatilityindex: (v) => single(['rvi', number(v, ['stddevInterval']), period(v), 'wilder'], v),
  rogerssatchellvolatility: (v) => ({
    ...single(['rogers_satchell', period(v), 1], v),
    convert: (percent) => percent / 100,
  }),
  // Its smoothings are in its test, not in the file.
  smi: (v) => ({ call: ['smi', period(v), 2, 2, 'first'], outputs: { value: 'line' } }),
  stc: (v) =>
    single(
      [
        'stc',
        number(v, ['cycleInterval']),
        number(v, ['fastInterval']),
        number(v, ['slowInterval']),
        'first',
      ],
      v,
    ),
  // Of the mean, not of a regression: the deviation divided by the root of n.
  stderr: (v) => ({
    ...single(['stdev', period(v)], v),
    convert: (deviation) => deviation / Math.sqrt(period(v)),
  }),
  supersmoother: (v) => single(['supersmoother', period(v)], v),
  ulcerindex: (v) => single(['ulcer', period(v)], v),
  vhf: (v) => single(['vhf', period(v)], v),
  vidya: (v) =>
    single(
      [
        'vidya',
        number(v, ['short_period']),
        2 / number(v, ['alpha']) - 1,
        number(v, ['long_period']),
        'deviation',
      ],
      v,
    ),
  volatilitystop: (v) => single(['vstop', period(v), number(v, ['multiplier']), 'each'], v),
  vroc: (v) => ({ ...single(['vroc', period(v)], v), volume: 'close' }),
};
