/** How each source's names, parameters and conventions read in our catalog; and where we differ on purpose. */
import type { Vector } from './vector.ts';

export interface Reading {
  /** Name and arguments in our catalog. */
  readonly call: readonly [string, ...(number | string)[]];
  /** Our output for each of theirs; theirs that we do not have are left out. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Our value in their unit. */
  readonly convert?: (ours: number) => number;
}

const PARTIAL = 'gives partial windows only: the series is shorter than the period';
const TULIP_SEED = 'seeds with n − 1 values and no n-th; agrees only once the seed has faded';
const TIE =
  'counts both movements when high and low move by the same amount; Wilder and TA-Lib count neither';

/** Files that do not agree, and why (docs/decisions/0004-indicator-conventions.md). The test makes sure that they do not. */
export const DEPARTURES: Readonly<Record<string, string>> = {
  'indicatorts/atr.1.json': PARTIAL,
  'indicatorts/macd.1.json': PARTIAL,
  'indicatorts/macd.2.json': PARTIAL,
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
};

/** Where the file's tolerance is finer than its printed digits. */
export const PRINTED_DIGITS: Readonly<Record<string, number>> = {
  'trading-signals/rsi.1.json': 0.0005,
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
};

/** A vector with one output, whatever it is called. */
function single(call: Reading['call'], vector: Vector): Reading {
  const [theirs] = Object.keys(vector.outputs);
  return { call, outputs: { [theirs!]: call[0] } };
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
