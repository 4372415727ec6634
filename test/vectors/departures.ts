/** Where sources differ from us, each with its reason: on purpose, at their beginning, or in their last digits. */
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
  'trading-signals/t3.1.json': 'seeds every stage by its first value at once; too short for the seed to fade',
  'indicatorts/apo.2.json': 'is shorter than its period',
  'indicatorts/chandelier.1.json': 'is shorter than its period',
  'indicatorts/chandelier.2.json': 'is shorter than its period',
  'indicatorts/forceIndex.2.json': 'takes the first price for a change, from zero',
  'Stock.Indicators/cdl.doji.json':
    'calls a body of a thousandth of the price a doji, however large the candles are',
  'Stock.Indicators/zigzag.close.json':
    'ends one of its fourteen legs at 259.16, a candle after the lowest close of it, 257.83',
  'Tulip/cdl.candles7.json':
    'takes a morning star’s third candle of any size; TA-Lib wants one larger than usual',
  'Tulip/zlema.extra.json': 'seeds with a price, not with a value; too short for the seed to fade',
  'indicatorts/kdj.1.json': PARTIAL,
  'trading-signals/cg.1.json': 'is a test of the cache: the values are its length',
  'trading-signals/mama.4.json': 'begins at zero, not at a price; too short for that to fade',
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
  'Lean/obv.json': 'shows nothing for the first candle',
  'technicalindicators/obv.1.json': 'shows nothing for the first candle',
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
  'Tulip/fisher.untest.json': 'gives 0 for the value before the first',
  'Lean/cmf.json': 'was written down from a longer history',
  'Lean/tsf.json': 'writes 0 before its first value',
  'Lean/supertrend.json': 'writes 0 before its first value',
  'Tulip/apo.extra.json': 'shows the line before the slow period is complete',
  'Tulip/ppo.extra.json': 'shows the line before the slow period is complete',
  'trading-signals/kvo.1.json': 'shows the line before the slow period is complete',
  'trading-signals/pmo.1.json': 'shows the signal from its first value on',
  'trading-signals/ulcerindex.2.json': 'measures the first falls from the highest price so far',
  'Lean/fractalPivots.json': 'writes 0 before its first value',
  'Tulip/vidya.extra.json': 'shows its seed, a price',
};

/** Sources that begin from another seed: compared from the candle on at which it has faded. */
export const AGREES_FROM: Readonly<Record<string, readonly [candle: number, reason: string]>> = {
  'Lean/correlation.json': [253, 'shows values of windows that are not full'],
  'Stock.Indicators/dema.json': [118, 'seeds the second stage by its first value'],
  'Stock.Indicators/trix.json': [167, 'seeds the later stages by their first values'],
  'Tulip-run/zlema.eurusdH1a.json': [110, 'seeds with a price, not with a value'],
  'Tulip-run/zlema.taref.json': [180, 'seeds with a price, not with a value'],
  'Stock.Indicators/psar.spot.json': [17, 'begins from another stop'],
  'Tulip-run/psar.eurusdH1a.json': [
    1112,
    'begins in another direction, and at candle 1084 does not turn though the price touches the stop',
  ],
  'Tulip-run/psar.taref.json': [7, 'begins in another direction'],
};

/** Where the file's tolerance is finer than its digits: printed ones, or those that TA-Lib's differences of large sums leave. */
export const PRINTED_DIGITS: Readonly<Record<string, number>> = {
  'TA-Lib-run/correlation.eurusdH1a.json': 1e-7,
  'trading-signals/rsi.1.json': 0.0005,
  'Tulip/natr.extra.json': 0.0005,
};
