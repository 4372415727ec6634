/** What trading-signals computes as we do, by our calls. */
import * as trading from 'trading-signals';
import type { Candle } from '../../src/market/candle.ts';
import { first, type Peer } from './peer.ts';

export const TRADING_SIGNALS: readonly Peer[] = [
  ofClose(['sma', 20], () => new trading.SMA(20)),
  ofClose(['ema', 20, 'first'], () => new trading.EMA(20)),
  ofClose(['wma', 20], () => new trading.WMA(20)),
  ofClose(['rsi', 14], () => new trading.RSI(14)),
  { ...ofClose(['roc', 10], () => percent(new trading.ROC(10))) },
  ofCandle(['atr', 14], () => new trading.ATR(14)),
  ofCandle(['cci', 20], () => new trading.CCI(20)),
  { ...ofCandle(['adx', 14], () => new trading.ADX(14)), from: 600 },
  {
    call: ['macd', 12, 26, 9, 'first'],
    stream: () => {
      const macd = new trading.MACD(new trading.EMA(12), new trading.EMA(26), new trading.EMA(9));
      return ({ close }) => {
        const result = macd.add(close);
        return result && { line: result.macd, signal: result.signal, histogram: result.histogram };
      };
    },
  },
  {
    call: ['bb', 20, 2],
    stream: () => {
      const bands = new trading.BollingerBands(20, 2);
      return ({ close }) => bands.add(close);
    },
  },
  {
    call: ['stoch', 14, 3, 3],
    stream: () => {
      const stoch = new trading.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 });
      return (candle) => {
        const result = stoch.add(candle);
        return result && { k: result.stochK, d: result.stochD };
      };
    },
  },
  { ...ofClose(['dema', 20, 'first'], () => new trading.DEMA(20)), from: 600 },
  ofClose(['tema', 20, 'first'], () => new trading.TEMA(20)),
  ofClose(['hma', 20], () => new trading.HMA(20)),
  ofClose(['alma', 9], () => new trading.ALMA(9)),
  { ...ofClose(['zlema', 20, 'first'], () => new trading.ZLEMA(20)), from: 600 },
  ofClose(['smma', 20], () => new trading.WSMA(20)),
  ofClose(['kama', 10], () => new trading.KAMA(10)),
  ofClose(['cmo', 14], () => new trading.CMO(14)),
  ofClose(['momentum', 10], () => new trading.MOM(10)),
  ofClose(['dpo', 20, 'centered'], () => new trading.DPO(20)),
  { ...ofClose(['tsi'], () => new trading.TSI()), from: 600 },
  ofClose(['ppo', 12, 26, 'first'], () => new trading.PPO({ fastPeriod: 12, slowPeriod: 26 })),
  ofCandle(['williamsr', 14], () => new trading.WilliamsR(14)),
  ofCandle(['vwma', 20], () => new trading.VWMA(20)),
  ofCandle(['cmf', 20], () => new trading.CMF(20)),
  ofCandle(['ad'], () => new trading.AD()),
  ofCandle(['obv'], () => new trading.OBV(2)),
  ofCandle(['ao', 5, 34], () => new trading.AO(5, 34)),
  ofCandle(['ultimate'], () => new trading.UltimateOscillator()),
  ofCandle(['mass', 25, 'first'], () => new trading.MassIndex()),
  ofCandle(['tr'], () => new trading.TR()),
  ofCandle(['natr', 14], () => new trading.NATR(14)),
  ofCandle(['chop', 14], () => new trading.CHOP()),
  ofCandle(['mfi', 14], () => new trading.MFI(14)),
  ofCandle(['force', 13, 'first'], () => new trading.ForceIndex()),
  ofCandle(['eom', 14, 100_000_000], () => new trading.EMV(14)),
  fields(['vortex', 14], () => new trading.VortexIndicator(), { plus: 'plus', minus: 'minus' }),
  fields(['supertrend', 10, 3], () => new trading.SuperTrend(), { supertrend: 'value' }),
  fields(['donchian', 20], () => new trading.DonchianChannels(), {
    upper: 'upper',
    lower: 'lower',
    middle: 'middle',
  }),
  fields(['chandelier'], () => new trading.ChandelierExit(), { long: 'long', short: 'short' }),
  {
    ...fields(['keltner'], () => new trading.KeltnerChannels(), {
      upper: 'upper',
      lower: 'lower',
      middle: 'middle',
    }),
    from: 600,
  },
  fields(['accbands', 20, 4], () => new trading.AccelerationBands(20, 4), {
    upper: 'upper',
    middle: 'middle',
    lower: 'lower',
  }),
  ofCandle(['adosc', 'first'], () => new trading.ADOSC()),
  ofClose(['cfo', 14], () => new trading.CFO(14)),
  ofCandle(['demarker', 14], () => new trading.DeMarker()),
  { ...ofClose(['dosc', 'first'], () => new trading.DerivativeOscillator()), from: 600 },
  ofClose(['disparity', 20], () => new trading.DisparityIndex(20)),
  fields(['gannhilo', 13, 21, 'frozen'], () => new trading.GannHiLo(), { line: 'value' }),
  ofClose(['httrendline'], () => new trading.HTTrendline()),
  ofCandle(['ibs'], () => new trading.IBS()),
  ofCandle(['imi', 14], () => new trading.IMI(14)),
  ofClose(['kst'], () => new trading.KST()),
  ofCandle(['kvo', 34, 55, 13, 'trend', 'first'], () => new trading.KVO(34, 55)),
  ofClose(['laguerre_rsi', 0.5], () => new trading.LaguerreRSI()),
  {
    ...ofCloses(['mama', 'close'], () => new trading.MAMA(), { mama: 'mama', fama: 'fama' }),
    from: 600,
  },
  ofClose(['mcginley', 14, 0.6, 'first'], () => new trading.McGinleyDynamic(14)),
  ofCloses(['pmo', 'first'], () => new trading.PMO(), { pmo: 'line', signal: 'signal' }),
  ofCandle(['premier', 8, 5, 'first'], () => new trading.PremierStochastic({ smoothInterval: 5 })),
  ofClose(['psl', 12], () => new trading.PSL()),
  ofCandle(['pvi'], () => new trading.PVI()),
  ofCandle(['nvi'], () => new trading.NVI()),
  ofVolume(['pvo', 'first'], () => new trading.PVO()),
  ofCloses(['qqe', 'first'], () => new trading.QQE(), { rsiMa: 'line', trailingStop: 'stop' }),
  ofCandle(['qstick', 8], () => new trading.Qstick(8)),
  ofClose(['rvi', 'wilder'], () => new trading.RelativeVolatilityIndex()),
  ofCandle(['rogers_satchell', 14, 1], () => percent(new trading.RogersSatchellVolatility(14))),
  ofCandle(['smi', 'first'], () => new trading.SMI()),
  ofClose(['supersmoother', 10], () => new trading.SuperSmoother(10)),
  ofClose(['vhf', 28], () => new trading.VHF()),
  { ...ofClose(['vidya', 20, 20], () => new trading.VIDYA(20)), from: 600 },
  fields(['vstop', 20, 2, 'each'], () => new trading.VolatilityStop({ interval: 20, multiplier: 2 }), {
    stop: 'stop',
  }),
  ofVolume(['vroc', 14], () => new trading.VROC(14)),
  fields(['ichimoku'], () => new trading.IchimokuCloud(), { conversion: 'tenkan', base: 'kijun' }),
];

function ofClose(call: Peer['call'], create: () => { add(price: number): number | null }): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return ({ close }) => first(call, peer.add(close));
    },
  };
}

function ofCandle(call: Peer['call'], create: () => { add(candle: Candle): number | null }): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return (candle) => first(call, peer.add(candle));
    },
  };
}

function ofVolume(call: Peer['call'], create: () => { add(volume: number): number | null }): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return ({ volume }) => first(call, peer.add(volume));
    },
  };
}

function ofCloses(
  call: Peer['call'],
  create: () => { add(price: number): unknown },
  names: Readonly<Record<string, string>>,
): Peer {
  const ofClose = () => {
    const peer = create();
    return { add: ({ close }: Candle) => peer.add(close) };
  };
  return fields(call, ofClose, names);
}

function percent<Input>(fraction: { add(input: Input): number | null }): {
  add(input: Input): number | null;
} {
  return {
    add(input) {
      const value = fraction.add(input);
      return value === null ? null : 100 * value;
    },
  };
}

/** `names` maps its fields to our outputs. */
function fields(
  call: Peer['call'],
  create: () => { add(candle: Candle): unknown },
  names: Readonly<Record<string, string>>,
): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return (candle) => {
        const result = peer.add(candle) as Record<string, number> | null;
        return (
          result && Object.fromEntries(Object.entries(names).map(([theirs, ours]) => [ours, result[theirs]]))
        );
      };
    },
  };
}
