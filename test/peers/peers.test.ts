/** Our indicators beside two libraries from npm on random series, where conventions agree. Always run. */
import * as trading from 'trading-signals';
import { describe, expect, test } from 'vitest';
import { resolveParams } from '../../src/indicators/call.ts';
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import type { Candle } from '../../src/market/candle.ts';
import { randomCandles } from '../oracles/candles.ts';
import { technicalIndicators as technical } from './technical-indicators.ts';

type Answer = Readonly<Record<string, number | undefined>> | null;

interface Peer {
  readonly call: readonly [string, ...(number | string)[]];
  /** Our output names for the peer's values at each candle; null while it does not answer. */
  readonly stream: () => (candle: Candle) => Answer;
  /** Candles until different seeds have faded. */
  readonly from?: number;
  readonly tolerance?: number;
}

const one = (output: string, value: number | null | undefined): Answer =>
  value === null || value === undefined ? null : { [output]: value };

const TRADING_SIGNALS: readonly Peer[] = [
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
];

const hlc = ({ high, low, close }: Candle) => ({ high, low, close });
const noHlc = { high: [], low: [], close: [] };

const TECHNICAL_INDICATORS: readonly Peer[] = [
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
];

describe('trading-signals agrees', () => {
  test.each(TRADING_SIGNALS)('on $call', (peer) => expect(compared(peer)).toBeGreaterThan(300));
});

describe('technicalindicators agrees', () => {
  test.each(TECHNICAL_INDICATORS)('on $call', (peer) => expect(compared(peer)).toBeGreaterThan(300));
});

/** Fails at the first difference; the number of values compared otherwise. */
function compared({ call: [name, ...args], stream, from = 0, tolerance = 1e-9 }: Peer): number {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(params.error.message);
  const indicator = definition.create(params.value);
  const answer = stream();
  let count = 0;
  lively(1_000).forEach((candle, i) => {
    indicator.push(candle);
    const theirs = answer(candle);
    if (i < from || theirs === null) return;
    definition.outputs.forEach((output, k) => {
      const [ours, wanted] = [indicator.outputs[k]!, theirs[output.name]];
      if (wanted === undefined || Number.isNaN(ours)) return;
      count++;
      if (Math.abs(ours - wanted) > tolerance * Math.max(1, Math.abs(wanted)))
        expect.fail(`${name}.${output.name} at ${i}: ${ours}, theirs ${wanted}`);
    });
  });
  return count;
}

/** Without flat stretches, where the peers divide zero by zero. */
function lively(count: number): Candle[] {
  return randomCandles(3, 2 * count)
    .filter(({ high, low }) => high > low)
    .slice(0, count);
}

function ofClose(call: Peer['call'], create: () => { add(price: number): number | null }): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return ({ close }) => one(call[0], peer.add(close));
    },
  };
}

function ofCandle(call: Peer['call'], create: () => { add(candle: Candle): number | null }): Peer {
  return {
    call,
    stream: () => {
      const peer = create();
      return (candle) => one(call[0], peer.add(candle));
    },
  };
}

function percent(fraction: { add(price: number): number | null }): { add(price: number): number | null } {
  return {
    add(price) {
      const value = fraction.add(price);
      return value === null ? null : 100 * value;
    },
  };
}

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
        if (names === null) return one(call[0], value as number);
        const fields = Object.entries(value as Record<string, number | undefined>);
        return Object.fromEntries(fields.map(([field, number]) => [names[field] ?? field, number]));
      };
    },
  };
}
