/** How each source's names, parameters and conventions read in our catalog; and where we differ on purpose. */
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import type { Vector } from './vector.ts';

export interface Reading {
  /** Name and arguments in our catalog. */
  readonly call: readonly [string, ...(number | string)[]];
  /** Our output for each of theirs; theirs that we do not have are left out. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Our value in their unit. */
  readonly convert?: (ours: number) => number;
}

const PARTIAL = 'gives values of partial windows, and later stages seeded by them';
const TULIP_SEED = 'seeds with n − 1 values and no n-th; agrees only once the seed has faded';
const TIE =
  'counts both movements when high and low move by the same amount; Wilder and TA-Lib count neither';

/** Files that do not agree, and why (docs/decisions/0004-indicator-conventions.md). The test makes sure that they do not. */
export const DEPARTURES: Readonly<Record<string, string>> = {
  'indicatorts/atr.1.json': PARTIAL,
  'indicatorts/macd.1.json': PARTIAL,
  'indicatorts/macd.2.json': PARTIAL,
  'indicatorts/ao.2.json': PARTIAL,
  'indicatorts/dema.2.json': PARTIAL,
  'indicatorts/keltner.1.json': PARTIAL,
  'indicatorts/keltner.2.json': PARTIAL,
  'indicatorts/mfi.2.json': PARTIAL,
  'indicatorts/smma.2.json': PARTIAL,
  'indicatorts/tema.1.json': PARTIAL,
  'indicatorts/tema.2.json': PARTIAL,
  'indicatorts/trix.2.json': PARTIAL,
  'indicatorts/vwma.2.json': PARTIAL,
  'indicatorts/willr.1.json': PARTIAL,
  'Tulip/adx.untest.json': TULIP_SEED,
  'Tulip-run/adx.eurusdH1a.json': TULIP_SEED,
  'Tulip-run/adx.taref.json': TULIP_SEED,
  'Tulip-run/adxr.eurusdH1a.json': TULIP_SEED,
  'Tulip-run/adxr.taref.json': TULIP_SEED,
  'Tulip/adxr.atoz.json': TULIP_SEED,
  'trading-signals/adxr.1.json': TULIP_SEED,
  'Tulip-run/di.eurusdH1a.json': TIE,
  'Tulip-run/dx.eurusdH1a.json': TIE,
  'Tulip-run/macd.eurusdH1a.json': 'takes 0.15 and 0.075 for the weights 2/13 and 2/27 of MACD(12, 26)',
  'Tulip-run/macd.taref.json': 'takes 0.15 and 0.075 for the weights 2/13 and 2/27 of MACD(12, 26)',
  'Lean/keltner.json': 'is the older channel: SMA of the typical price and the plain mean of true ranges',
  'Stock.Indicators/psar.json':
    'contradicts the values its own library asserts (psar.spot), with which we agree',
  'Tulip-run/mfi.eurusdH1a.json':
    'takes the last bit of a typical price for a move (candle 793); TA-Lib agrees with us',
  'Tulip-run/trix.eurusdH1a.json': 'divides by the newer value, not by the one it changed from',
  'Tulip-run/trix.taref.json': 'divides by the newer value, not by the one it changed from',
  'trading-signals/trix.1.json':
    'seeds every stage by its first value at once; too short for the seed to fade',
  'trading-signals/wma.1.json': 'is a test of the cache: the values belong to other candles',
};

const LINES_TOGETHER = 'shows no line before the slowest of its lines is known';

/** Sources that begin to answer later than the formula allows; the values agree from there on. */
export const BEGINS_LATER: Readonly<Record<string, string>> = {
  'technicalindicators/adx.1.json': LINES_TOGETHER,
  'TA-Lib-run/macd.eurusdH1a.json': LINES_TOGETHER,
  'TA-Lib-run/macd.taref.json': LINES_TOGETHER,
  'TA-Lib-run/stoch.eurusdH1a.json': LINES_TOGETHER,
  'TA-Lib-run/stoch.taref.json': LINES_TOGETHER,
  'TA-Lib-run/stochFast.eurusdH1a.json': LINES_TOGETHER,
  'TA-Lib-run/stochFast.taref.json': LINES_TOGETHER,
  'Tulip-run/stoch.eurusdH1a.json': LINES_TOGETHER,
  'Tulip-run/stoch.taref.json': LINES_TOGETHER,
  'Tulip/stoch.atoz.json': LINES_TOGETHER,
  'TA-Lib-run/stochrsi.eurusdH1a.json': LINES_TOGETHER,
  'TA-Lib-run/stochrsi.taref.json': LINES_TOGETHER,
  'Tulip/cci.atoz.json': 'waits for two windows, though it uses one',
  'Tulip-run/cci.eurusdH1a.json': 'waits for two windows, though it uses one',
  'Tulip-run/cci.taref.json': 'waits for two windows, though it uses one',
  'Lean/rsi.cutler-sma.json': 'leaves out the first value',
  'Lean/macd.monthly.json': 'was written down from the 180th month on',
  'Stock.Indicators/wma.json': 'was written down from the 150th candle on',
};

/** Sources that answer earlier than we do; the values agree from our first on. */
export const BEGINS_EARLIER: Readonly<Record<string, string>> = {
  'Tulip/di.untest.json': 'shows its seed one candle early, before the n-th value is in',
  'Tulip/dx.untest.json': 'shows its seed one candle early, before the n-th value is in',
  'Tulip/dx.atoz.json': 'shows its seed one candle early, before the n-th value is in',
  'Tulip-run/di.taref.json': 'shows its seed one candle early, before the n-th value is in',
  'Tulip-run/dx.taref.json': 'shows its seed one candle early, before the n-th value is in',
  'Tulip/kama.untest.json': 'shows its seed, a price',
  'Tulip-run/kama.eurusdH1a.json': 'shows its seed, a price',
  'Tulip-run/kama.taref.json': 'shows its seed, a price',
  'trading-signals/kama.1.json': 'shows its seed, a price',
  'Tulip/tr.atoz.json': 'takes high − low for the first true range',
  'Tulip-run/tr.eurusdH1a.json': 'takes high − low for the first true range',
  'Tulip-run/tr.taref.json': 'takes high − low for the first true range',
  'trading-signals/tr.1.json': 'takes high − low for the first true range',
  'Lean/tsf.json': 'writes 0 before its first value',
  'Lean/supertrend.json': 'writes 0 before its first value',
  'Tulip/ppo.extra.json': 'shows the line before the slow period is complete',
};

/** Sources that begin from another seed: compared from the candle on at which it has faded. */
export const AGREES_FROM: Readonly<Record<string, readonly [candle: number, reason: string]>> = {
  'Stock.Indicators/dema.json': [118, 'seeds the second stage by its first value'],
  'Stock.Indicators/trix.json': [167, 'seeds the later stages by their first values'],
  'Stock.Indicators/psar.spot.json': [17, 'begins from another stop'],
  'Tulip-run/psar.eurusdH1a.json': [
    1112,
    'begins in another direction, and at candle 1084 does not turn though the price touches the stop',
  ],
  'Tulip-run/psar.taref.json': [7, 'begins in another direction'],
};

/** Where the file's tolerance is finer than its printed digits. */
export const PRINTED_DIGITS: Readonly<Record<string, number>> = {
  'trading-signals/rsi.1.json': 0.0005,
  'Tulip/natr.extra.json': 0.0005,
};

export function readingOf(vector: Vector): Reading {
  const reading = READINGS[vector.group]?.(vector);
  if (reading === undefined) throw new Error(`no reading for ${vector.file}`);
  return reading;
}

export function isImplemented(group: string): boolean {
  return Object.hasOwn(READINGS, group);
}

const READINGS: Record<string, (vector: Vector) => Reading> = {
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
  psar: (v) => ({
    call: [
      'psar',
      number(v, ['step', 'acceleration_factor_step', 'acceleration factor step', 'optInAcceleration'], 0.02),
      number(v, ['max', 'acceleration_factor_maximum', 'acceleration factor maximum', 'optInMaximum'], 0.2),
    ],
    outputs: { sar: 'psar', psar: 'psar', psarResult: 'psar' },
  }),
};

/** A vector with one output, whatever it is called. */
function single(call: Reading['call'], vector: Vector): Reading {
  const [theirs] = Object.keys(vector.outputs);
  return { call, outputs: { [theirs!]: indicatorDefinition(call[0])!.outputs[0]!.name } };
}

function period(vector: Vector, byDefault?: number): number {
  return number(vector, ['period', 'interval', 'optInTimePeriod'], byDefault);
}

function number(vector: Vector, names: readonly string[], byDefault?: number): number {
  const value = names.map((name) => vector.params[name]).find((param) => param !== undefined) ?? byDefault;
  if (typeof value !== 'number')
    throw new Error(`${vector.file}: no ${names[0]} in ${JSON.stringify(vector.params)}`);
  return value;
}

function seedsByFirst(vector: Vector): boolean {
  return (
    vector.source.startsWith('Tulip') ||
    vector.source === 'indicatorts' ||
    vector.file === 'trading-signals/ema.2.json'
  );
}

/** Tulip's DI are TA-Lib's, except that they begin a candle earlier. */
function isTaLibSeed(vector: Vector): boolean {
  return vector.source.startsWith('TA-Lib') || vector.source.startsWith('Tulip');
}

function rocUnit(vector: Vector): (percent: number) => number {
  if (vector.indicator === 'rocr') return (percent) => 1 + percent / 100;
  const isFraction = vector.source.startsWith('Tulip') || vector.source === 'trading-signals';
  return isFraction ? (percent) => percent / 100 : (percent) => percent;
}
