/** What technicalindicators computes as we do, by our calls. */
import type { Candle } from '../../src/market/candle.ts';
import { first, type Peer } from './peer.ts';
import { technicalIndicators as technical } from './technical-indicators.ts';

const withVolume = ({ high, low, close, volume }: Candle) => ({ high, low, close, volume });
const hlc = ({ high, low, close }: Candle) => ({ high, low, close });
const noHlc = { high: [], low: [], close: [] };

export const TECHNICAL_INDICATORS: readonly Peer[] = [
  next(['sma', 20], () => new technical.SMA({ period: 20, values: [] })),
  next(['ema', 20], () => new technical.EMA({ period: 20, values: [] })),
  next(['wma', 20], () => new technical.WMA({ period: 20, values: [] })),
  { ...next(['rsi', 14], () => new technical.RSI({ period: 14, values: [] })), tolerance: 0.0051 },
  next(['roc', 10], () => new technical.ROC({ period: 10, values: [] })),
  next(['stdev', 20], () => new technical.SD({ period: 20, values: [] })),
  next(['atr', 14, 'talib'], () => new technical.ATR({ period: 14, ...noHlc }), hlc),
  next(['cci', 20], () => new technical.CCI({ period: 20, ...noHlc }), hlc),
  {
    ...next(['adx', 14], () => new technical.ADX({ period: 14, ...noHlc }), hlc, {
      adx: 'adx',
      pdi: 'plus',
      mdi: 'minus',
    }),
  },
  next(
    ['macd', 12, 26, 9],
    () =>
      new technical.MACD({
        values: [],
        fastPeriod: 12,
        slowPeriod: 26,
        signalPeriod: 9,
        SimpleMAOscillator: false,
        SimpleMASignal: false,
      }),
    ({ close }) => close,
    { MACD: 'line', signal: 'signal', histogram: 'histogram' },
  ),
  next(
    ['bb', 20, 2],
    () => new technical.BollingerBands({ period: 20, stdDev: 2, values: [] }),
    ({ close }) => close,
    { middle: 'middle', upper: 'upper', lower: 'lower', pb: 'percentb' },
  ),
  next(['stoch', 14, 1, 3], () => new technical.Stochastic({ period: 14, signalPeriod: 3, ...noHlc }), hlc, {
    k: 'k',
    d: 'd',
  }),
  next(['wma', 9], () => new technical.WMA({ period: 9, values: [] })),
  next(['smma', 20], () => new technical.WEMA({ period: 20, values: [] })),
  next(['trix', 14], () => new technical.TRIX({ period: 14, values: [] })),
  next(['williamsr', 14], () => new technical.WilliamsR({ period: 14, ...noHlc }), hlc),
  next(['tr'], () => new technical.TrueRange(noHlc), hlc),
  next(['highest', 20, 'close'], () => new technical.Highest({ period: 20, values: [] })),
  next(['lowest', 20, 'close'], () => new technical.Lowest({ period: 20, values: [] })),
  next(
    ['ao', 5, 34],
    () => new technical.AwesomeOscillator({ fastPeriod: 5, slowPeriod: 34, high: [], low: [] }),
    hlc,
  ),
  next(['obv'], () => new technical.OBV({ close: [], volume: [] }), withVolume),
  next(['force', 13], () => new technical.ForceIndex({ period: 13, close: [], volume: [] }), withVolume),
];

/** A class of technicalindicators; `names` maps its fields to our outputs. */
function next(
  call: Peer['call'],
  create: () => { nextValue(input: unknown): unknown },
  input: (candle: Candle) => unknown = ({ close }) => close,
  names: Readonly<Record<string, string>> | null = null,
): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return (candle) => {
        const value = peer.nextValue(input(candle));
        if (value === undefined) return null;
        if (names === null) return first(call, value as number);
        const fields = Object.entries(value as Record<string, number | undefined>);
        return Object.fromEntries(fields.map(([field, number]) => [names[field] ?? field, number]));
      };
    },
  };
}
