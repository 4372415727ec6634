/** How each source's names, parameters and conventions read in our catalog. */
import { LATER_READINGS } from './later-readings.ts';
import { OWN_COMPARISONS, ownIndicators } from './own-comparisons.ts';
import { number, period, seedsByFirst, single, type Reading } from './reading.ts';
import type { Vector } from './vector.ts';

export function readingOf(vector: Vector): Reading {
  const reading = READINGS[vector.group]?.(vector);
  if (reading === undefined) throw new Error(`no reading for ${vector.file}`);
  return reading;
}

/** Our indicators that a vector speaks of. */
export function indicatorsOf(vector: Vector): readonly string[] {
  return Object.hasOwn(READINGS, vector.group) ? [readingOf(vector).call[0]] : ownIndicators(vector);
}

export function isImplemented(group: string): boolean {
  return Object.hasOwn(READINGS, group) || Object.hasOwn(OWN_COMPARISONS, group);
}

const READINGS: Record<string, (vector: Vector) => Reading> = {
  ...LATER_READINGS,
  sma: (v) => single(['sma', period(v, 2)], v),
  ema: (v) => single(['ema', period(v, 12), seedsByFirst(v) ? 'first' : 'sma'], v),
  wma: (v) => single(['wma', period(v)], v),
  rsi: (v) => single(['rsi', period(v, 14), v.file.includes('cutler') ? 'cutler' : 'wilder'], v),
  macd: (v) => ({
    call: [
      'macd',
      number(v, ['fast', 'short_period', 'short period', 'optInFastPeriod'], 12),
      number(v, ['slow', 'long_period', 'long period', 'optInSlowPeriod'], 26),
      number(v, ['signal', 'signal_period', 'signal period', 'optInSignalPeriod'], 9),
      v.source === 'TA-Lib-run' ? 'aligned' : seedsByFirst(v) ? 'first' : 'own',
    ],
    outputs: {
      macd: 'line',
      macdLine: 'line',
      signal: 'signal',
      macd_signal: 'signal',
      signalLine: 'signal',
      histogram: 'histogram',
      macd_histogram: 'histogram',
    },
  }),
  bbands: (v) => ({
    call: [
      'bb',
      v.file.includes('percentb') ? 5 : period(v, 20),
      number(v, ['stdDev', 'stddev', 'deviationMultiplier', 'optInNbDevUp'], 2),
    ],
    outputs:
      v.indicator === 'percentb'
        ? { value: 'percentb' }
        : {
            upper: 'upper',
            middle: 'middle',
            lower: 'lower',
            percentB: 'percentb',
            bandwidth: 'bandwidth',
            bbands_upper: 'upper',
            bbands_middle: 'middle',
            bbands_lower: 'lower',
          },
  }),
  atr: (v) => ({
    call: [
      'atr',
      period(v),
      v.file.includes('atr.sma')
        ? 'sma'
        : v.source.startsWith('TA-Lib') || v.source === 'Stock.Indicators'
          ? 'talib'
          : 'wilder',
    ],
    outputs: { atr: 'atr', value: 'atr', atrLine: 'atr' },
  }),
  adx: (v) => {
    const name = v.indicator === 'adxr' ? 'adxr' : 'adx';
    return {
      call: [name, period(v), isTaLibSeed(v) ? 'talib' : 'mean'],
      outputs:
        name === 'adxr'
          ? { adxr: 'adxr', dx: 'adxr', value: 'adxr' }
          : {
              adx: 'adx',
              dx: 'dx',
              plusDI: 'plus',
              minusDI: 'minus',
              plus_di: 'plus',
              minus_di: 'minus',
              pdi: 'plus',
              mdi: 'minus',
            },
    };
  },
  stoch: (v) => ({
    call: [
      'stoch',
      number(v, ['kPeriod', 'k_period', '%k period', 'optInFastK_Period']),
      number(
        v,
        ['kSmooth', 'k_slowing_period', '%k slowing period', 'kSlowingPeriod', 'optInSlowK_Period'],
        1,
      ),
      number(v, ['dPeriod', 'd_period', '%d period', 'optInSlowD_Period', 'optInFastD_Period']),
    ],
    outputs: { k: 'k', d: 'd', stoch_k: 'k', stoch_d: 'd', stochK: 'k', stochD: 'd' },
  }),
  cci: (v) => single(['cci', period(v)], v),
  roc: (v) => ({
    ...single(['roc', period(v)], v),
    convert: rocUnit(v),
  }),
  max: (v) => single(['highest', period(v), 'close'], v),
  min: (v) => single(['lowest', period(v, 4), 'close'], v),
  stddev: (v) => single(['stdev', period(v, 4)], v),
  donchian: (v) => ({
    call: ['donchian', period(v), 'excluding'],
    outputs: { middle: 'middle', upper: 'upper', lower: 'lower' },
  }),
  smma: (v) => single(['smma', period(v, 7)], v),
  dema: (v) => single(['dema', period(v, 12), seedsByFirst(v) ? 'first' : 'sma'], v),
  tema: (v) => single(['tema', period(v, 2), seedsByFirst(v) ? 'first' : 'sma'], v),
  trix: (v) => single(['trix', period(v, 4), seedsByFirst(v) ? 'first' : 'sma'], v),
  hma: (v) => single(['hma', period(v)], v),
  kama: (v) => single(['kama', number(v, ['erPeriod', 'period', 'interval', 'optInTimePeriod'])], v),
  vwma: (v) => single(['vwma', period(v, 20)], v),
  linreg: (v) => ({
    call: ['linreg', period(v)],
    outputs: {
      ...(v.indicator === 'tsf' || v.file.includes('tsf') ? { value: 'forecast' } : { value: 'value' }),
      linreg: 'value',
      tsf: 'forecast',
      slope: 'slope',
      linregslope: 'slope',
      angle: 'slope',
      intercept: 'intercept',
      linregintercept: 'intercept',
      prediction: 'forecast',
    },
    convert: v.indicator === 'linregangle' ? (slope) => (Math.atan(slope) * 180) / Math.PI : (value) => value,
  }),
  ppo: (v) => ({
    call: [
      'ppo',
      number(v, ['fast', 'short_period', 'optInFastPeriod'], 12),
      number(v, ['slow', 'long_period', 'optInSlowPeriod'], 26),
      number(v, ['signal'], 9),
      seedsByFirst(v) ? 'first' : 'own',
    ],
    // The signal of indicatorts begins before the line is known.
    outputs: { ppo: 'line', ppoResult: 'line' },
  }),
  cmo: (v) => single(['cmo', period(v), v.source.startsWith('TA-Lib') ? 'wilder' : 'simple'], v),
  willr: (v) => single(['williamsr', period(v, 14)], v),
  mom: (v) => single(['momentum', period(v)], v),
  ao: (v) => single(['ao', number(v, ['fast', 'fastPeriod'], 5), number(v, ['slow', 'slowPeriod'], 34)], v),
  stochrsi: (v) => ({
    call: [
      'stochrsi',
      number(v, ['rsiPeriod', 'period', 'interval', 'optInTimePeriod']),
      number(v, ['stochPeriod', 'optInFastK_Period', 'period', 'interval']),
      number(v, ['kSmooth'], 1),
      number(v, ['dSmooth', 'optInFastD_Period'], 1),
    ],
    outputs: { k: 'k', d: 'd', fastK: 'k', fastD: 'd', stochrsi: 'k', value: 'k' },
    convert:
      v.source.startsWith('Tulip') || v.source === 'trading-signals' ? (k) => k / 100 : (value) => value,
  }),
  mfi: (v) => single(['mfi', period(v, 14)], v),
  natr: (v) =>
    single(['natr', period(v), v.source === 'Lean' || v.source === 'TA-Lib-run' ? 'talib' : 'wilder'], v),
  tr: (v) => single(['tr'], v),
  keltner: (v) => ({
    call: ['keltner', period(v, 20), number(v, ['multiplier'], 2), period(v, 20)],
    outputs: { middle: 'middle', upper: 'upper', lower: 'lower' },
  }),
  chop: (v) => single(['chop', period(v)], v),
  aroon: (v) => ({
    call: ['aroon', period(v)],
    outputs: {
      up: 'up',
      down: 'down',
      oscillator: 'oscillator',
      aroon_up: 'up',
      aroon_down: 'down',
      aroonosc: 'oscillator',
      aroonUp: 'up',
      aroonDown: 'down',
    },
  }),
  vortex: (v) => ({ call: ['vortex', period(v)], outputs: { plus: 'plus', minus: 'minus' } }),
  ichimoku: (v) => ({
    call: [
      'ichimoku',
      number(v, ['tenkan', 'short']),
      number(v, ['kijun'], 26),
      number(v, ['senkouB'], 52),
      number(v, ['displacement'], 26),
    ],
    outputs: { tenkan: 'tenkan', kijun: 'kijun', senkouA: 'spana', senkouB: 'spanb' },
  }),
  supertrend: (v) => ({
    call: ['supertrend', period(v), number(v, ['multiplier'])],
    outputs: { supertrend: 'value' },
  }),
  zlema: (v) => single(['zlema', period(v), seedsByFirst(v) ? 'first' : 'sma'], v),
  trima: (v) => single(['trima', period(v)], v),
  t3: (v) => single(['t3', period(v), number(v, ['volumeFactor', 'vFactor', 'optInVFactor'], 0.7)], v),
  bop: (v) => single(['bop'], v),
  variance: (v) => ({ ...single(['stdev', period(v)], v), convert: (deviation) => deviation ** 2 }),
  apo: (v) => ({
    call: [
      'macd',
      number(v, ['fast', 'short_period'], 14),
      number(v, ['slow', 'long_period'], 30),
      9,
      'first',
    ],
    outputs: { apo: 'line', value: 'line' },
  }),
  // Its bell is centered, says the title of the test.
  alma: (v) => single(['alma', period(v), 0.5], v),
  tsi: (v) => ({
    call: [
      'tsi',
      number(v, ['long', 'longPeriod']),
      number(v, ['short', 'shortPeriod']),
      number(v, ['signal'], 13),
    ],
    outputs: { tsi: 'line', signal: 'signal', value: 'line' },
  }),
  ultosc: (v) =>
    single(
      [
        'ultimate',
        number(v, ['p1', 'short_period', 'short period', 'shortPeriod', 'optInTimePeriod1']),
        number(v, ['p2', 'medium_period', 'medium period', 'mediumPeriod', 'optInTimePeriod2']),
        number(v, ['p3', 'long_period', 'long period', 'longPeriod', 'optInTimePeriod3']),
      ],
      v,
    ),
  dpo: (v) => single(['dpo', period(v), 'centered'], v),
  fisher: (v) => ({
    call: ['fisher', period(v)],
    outputs: { fisher: 'fisher', fisher_signal: 'trigger' },
  }),
  chandelier: (v) => ({ call: ['chandelier', period(v, 22)], outputs: { long: 'long', short: 'short' } }),
  mass: (v) => single(['mass', period(v), 'first'], v),
  heikinashi: () => ({
    call: ['heikin_ashi'],
    outputs: { open: 'open', high: 'high', low: 'low', close: 'close' },
  }),
  obv: (v) => ({ ...single(['obv'], v), convert: obvLevel(v) }),
  ad: (v) => single(['ad'], v),
  cmf: (v) => single(['cmf', period(v)], v),
  forceIndex: (v) => single(['force', period(v, 13), 'first'], v),
  // Anchored at their first candle, which no month of ours ends before they do.
  vwap: (v) => single(['vwap', 'month'], v),
  psar: (v) => ({
    call: [
      'psar',
      number(v, ['step', 'acceleration_factor_step', 'acceleration factor step', 'optInAcceleration'], 0.02),
      number(v, ['max', 'acceleration_factor_maximum', 'acceleration factor maximum', 'optInMaximum'], 0.2),
    ],
    outputs: { sar: 'psar', psar: 'psar', psarResult: 'psar' },
  }),
};

/** Tulip's DI are TA-Lib's, except that they begin a candle earlier. */
function isTaLibSeed(vector: Vector): boolean {
  return vector.source.startsWith('TA-Lib') || vector.source.startsWith('Tulip');
}

function rocUnit(vector: Vector): (percent: number) => number {
  if (vector.indicator === 'rocr') return (percent) => 1 + percent / 100;
  const isFraction = vector.source.startsWith('Tulip') || vector.source === 'trading-signals';
  return isFraction ? (percent) => percent / 100 : (percent) => percent;
}

/** Theirs begins at the first candle's volume, ours at 0. */
function obvLevel(vector: Vector): (sum: number) => number {
  const beginsAtVolume = vector.source.startsWith('TA-Lib') || vector.source === 'Lean';
  const first = beginsAtVolume ? (vector.inputs.volume?.[0] ?? NaN) : 0;
  return (sum) => sum + first;
}
