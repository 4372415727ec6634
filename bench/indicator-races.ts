/**
 * The races of the indicators: ours, two libraries from npm, and the bare arithmetic in a loop, in CPU nanoseconds per streaming update.
 * Everyone runs over the same candles in the same process, in turn, round after round; the figures are medians of the rounds.
 * The series is gone over many times, and short enough that its candles, which are objects, stay in the nearest cache: so is the candle that has
 * just closed, which hundreds of indicators read in a row. Of 2,000 candles the objects fill 400 kB, and one would measure the cache.
 * Each contender has a loop of its own, as the compiler would otherwise share one call site among all of them.
 */
import * as trading from 'trading-signals';
import type { Indicator } from '../src/indicators/indicator.ts';
import { indicatorDefinition } from '../src/indicators/catalog.ts';
import { resolveParams } from '../src/indicators/call.ts';
import type { Candle } from '../src/market/candle.ts';
import { randomCandles } from '../test/oracles/candles.ts';
import { technicalIndicators as technical } from '../test/peers/technical-indicators.ts';
import * as byHand from './by-hand.ts';
import { median } from './measure.ts';

/** Candles, and how many times they are gone over. */
export const COUNT = 256;
export const LAPS = 400;

const candles = randomCandles(1, COUNT);
const columns: byHand.Columns = {
  high: Float64Array.from(candles, ({ high }) => high),
  low: Float64Array.from(candles, ({ low }) => low),
  close: Float64Array.from(candles, ({ close }) => close),
};
const hlc = { high: [], low: [], close: [] };

/** One pass over all candles with a new stream; its result, so that nothing is optimised away. */
type Pass = () => unknown;

const CONTENDERS = ['ours', 'byHand', 'trading', 'technical'] as const;

interface Race {
  readonly name: string;
  readonly goal: number;
  readonly ours: Pass;
  readonly byHand: Pass;
  readonly trading: Pass;
  readonly technical: Pass;
}

/** How many loops were compiled. */
let compiled = 0;

export const RACES: readonly Race[] = [
  race('sma', 4, {
    byHand: repeat(byHand.smaByHand),
    trading: ofCloses(() => new trading.SMA(20)),
    technical: next(() => new technical.SMA({ period: 20, values: [] })),
  }),
  race('ema', 1.8, {
    byHand: repeat(byHand.emaByHand),
    trading: ofCloses(() => new trading.EMA(20)),
    technical: next(() => new technical.EMA({ period: 20, values: [] })),
  }),
  race('rsi', 6, {
    byHand: repeat(byHand.rsiByHand),
    trading: ofCloses(() => new trading.RSI(14)),
    technical: next(() => new technical.RSI({ period: 14, values: [] })),
  }),
  race('macd', 4, {
    byHand: repeat(byHand.macdByHand),
    trading: ofCloses(() => new trading.MACD(new trading.EMA(12), new trading.EMA(26), new trading.EMA(9))),
    technical: next(
      () => new technical.MACD({ fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, values: [] }),
    ),
  }),
  race('bb', 6, {
    byHand: repeat(byHand.bbByHand),
    trading: ofCloses(() => new trading.BollingerBands(20, 2)),
    technical: next(() => new technical.BollingerBands({ period: 20, stdDev: 2, values: [] })),
  }),
  race('atr', 4, {
    byHand: repeat(byHand.atrByHand),
    trading: ofCandles(() => new trading.ATR(14)),
    technical: nextCandle(() => new technical.ATR({ period: 14, ...hlc })),
  }),
  race('adx', 6, {
    byHand: repeat(byHand.adxByHand),
    trading: ofCandles(() => new trading.ADX(14)),
    technical: nextCandle(() => new technical.ADX({ period: 14, ...hlc })),
  }),
  race('stoch', 6, {
    byHand: repeat(byHand.stochByHand),
    trading: ofCandles(
      () => new trading.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 }),
    ),
    technical: nextCandle(() => new technical.Stochastic({ period: 14, signalPeriod: 3, ...hlc })),
  }),
];

/** Nanoseconds per update. */
interface Result {
  readonly race: Race;
  readonly ours: number;
  readonly loop: number;
  readonly tradingSignals: number;
  readonly technicalIndicators: number;
}

interface Results {
  readonly races: readonly Result[];
  /** An EMA without guards: the least that an object can cost. */
  readonly leastObject: number;
}

export function run(races: readonly Race[], rounds: number): Results {
  const times = measure(races, rounds);
  const of = (key: string) => median(times.get(key)!);
  return {
    races: races.map((race) => ({
      race,
      ours: of(`${race.name} ours`),
      loop: of(`${race.name} byHand`),
      tradingSignals: of(`${race.name} trading`),
      technicalIndicators: of(`${race.name} technical`),
    })),
    leastObject: of('least object'),
  };
}

/** All races round after round, so that everyone meets a process in which everything runs, as in the product. */
function measure(races: readonly Race[], rounds: number): Map<string, number[]> {
  const times = new Map<string, number[]>();
  const passes: readonly (readonly [string, Pass])[] = [
    ['least object', fresh(peerLoop('push(candles[i])'))(() => new byHand.LeastObject(), candles)],
    ...races.flatMap((contest) =>
      CONTENDERS.map((who): readonly [string, Pass] => [`${contest.name} ${who}`, contest[who]]),
    ),
  ];
  for (let round = -2; round < rounds; round++)
    for (const [key, pass] of passes) {
      const before = process.cpuUsage();
      pass();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times.set(key, [...(times.get(key) ?? []), ((user + system) * 1_000) / (COUNT * LAPS)]);
    }
  return times;
}

function race(name: string, goal: number, peers: Omit<Race, 'name' | 'goal' | 'ours'>): Race {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, []);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  return { name, goal, ours: ownLoop(() => definition.create(params.value)), ...peers };
}

function repeat(loop: (columns: byHand.Columns) => number): Pass {
  return () => {
    let check = 0;
    for (let lap = 0; lap < LAPS; lap++) check += loop(columns);
    return check;
  };
}

function ownLoop(create: () => Indicator): Pass {
  return fresh(`(create, candles) => () => {
    const indicator = create();
    for (let lap = 0; lap < ${LAPS}; lap++)
      for (let i = 0; i < candles.length; i++) indicator.push(candles[i]);
    return indicator.outputs[0];
  }`)(create, candles);
}

function ofCloses(create: () => { add(price: number): unknown }): Pass {
  return fresh(peerLoop('add(candles[i].close)'))(create, candles);
}

function ofCandles(create: () => { add(candle: Candle): unknown }): Pass {
  return fresh(peerLoop('add(candles[i])'))(create, candles);
}

function next(create: () => { nextValue(price: number): unknown }): Pass {
  return fresh(peerLoop('nextValue(candles[i].close)'))(create, candles);
}

function nextCandle(create: () => { nextValue(candle: Candle): unknown }): Pass {
  return fresh(peerLoop('nextValue(candles[i])'))(create, candles);
}

function peerLoop(call: string): string {
  return `(create, candles) => () => {
    const indicator = create();
    let last;
    for (let lap = 0; lap < ${LAPS}; lap++)
      for (let i = 0; i < candles.length; i++) last = indicator.${call};
    return last;
  }`;
}

/** A function compiled anew, with type feedback of its own; the comment keeps it out of the compiler's cache of equal sources. */
function fresh(source: string): (create: () => unknown, candles: readonly Candle[]) => Pass {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const compile = new Function(`/* ${compiled++} */ return ${source}`) as () => ReturnType<typeof fresh>;
  return compile();
}
