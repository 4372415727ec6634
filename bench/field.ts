/**
 * The field of the benchmarks: a million armed alerts as the goals describe them, on the built-in instruments, the same every time.
 * 70 % price levels, 20 % one indicator against a number, 10 % compound. Prices of the walk stay among the levels nearest to the start.
 */
import type { Alert } from '../src/alerts/alert.ts';
import { Random } from '../src/kernel/random.ts';
import { type EpochMs, type InstrumentId, type Price, epochMs } from '../src/kernel/units.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../src/market/instruments.ts';
import type { Tick } from '../src/market/tick.ts';
import { sampleAlert } from '../test/support/samples.ts';

/** Tuesday 2014-05-06 07:00 UTC. */
export const FIELD_FROM = epochMs(Date.UTC(2014, 4, 6, 7));
export const FIELD_INSTRUMENTS: readonly Instrument[] = Array.from({ length: 100 }, (_, i) => {
  const known = BUILT_IN_INSTRUMENTS[i];
  if (known !== undefined) return known;
  const id = `XX${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}AA` as InstrumentId;
  return { id, base: id.slice(0, 3), quote: id.slice(3), digits: 5, pip: 0.0001 };
});
export const FIELD_TABLE = instrumentTable(FIELD_INSTRUMENTS);

const INDICATORS = ['rsi', 'cci', 'roc', 'williamsr', 'momentum'] as const;
const RANGES: Readonly<Record<(typeof INDICATORS)[number], readonly [number, number]>> = {
  rsi: [5, 95],
  cci: [-250, 250],
  roc: [-1, 1],
  williamsr: [-98, -2],
  momentum: [-0.5, 0.5],
};

export interface FieldShape {
  readonly count: number;
  readonly instruments: number;
  /** Timeframes of the indicators, taken in turn. */
  readonly timeframes: readonly string[];
  /** How many periods of each indicator are in use. Traders use the same few: 12, which makes 20,000 streams with four timeframes. */
  readonly periods?: number;
}

/** The price around which everything of an instrument lies. */
export function startOf({ digits }: Instrument): number {
  return digits >= 5 ? 1.39 : 139;
}

export function* fieldAlerts({ count, instruments, timeframes, periods = 12 }: FieldShape): Generator<Alert> {
  const random = new Random(1);
  for (let i = 0; i < count; i++) {
    const instrument = FIELD_INSTRUMENTS[i % instruments] as Instrument;
    yield fieldAlert(i, instrument, conditionOf(i, instrument, { random, timeframes, periods }));
  }
}

export function fieldAlert(index: number, instrument: Instrument, when: string): Alert {
  return sampleAlert({
    id: `alert-${index}`,
    name: `${instrument.id} ${index}`,
    instruments: [instrument.id],
    when,
    tags: ['field'],
  });
}

interface Draw {
  readonly random: Random;
  readonly timeframes: readonly string[];
  readonly periods: number;
}

function conditionOf(i: number, instrument: Instrument, draw: Draw): string {
  const kind = Math.floor(i / 100) % 10;
  if (kind < 7) return levelOf(instrument, draw.random);
  if (kind < 9) return indicatorOf(draw);
  return compoundOf(i, instrument, draw);
}

/** Within 3 % of the start, but not in its nearest 0.05 %: the walks of the benchmarks cross few of them at once. */
function levelOf(instrument: Instrument, random: Random): string {
  const start = startOf(instrument);
  const side = random.uniform() < 0.5 ? -1 : 1;
  const level = start * (1 + side * (0.0005 + 0.03 * random.uniform()));
  const field = ['bid', 'ask', 'mid'][random.integer(0, 3)] ?? 'bid';
  const relation = side > 0 ? ['crosses above', '>', 'crosses'] : ['crosses below', '<', 'crosses'];
  return `${field} ${relation[random.integer(0, 3)]} ${level.toFixed(instrument.digits)}`;
}

function callOf({ random, timeframes, periods }: Draw): { call: string; low: number; high: number } {
  const name = INDICATORS[random.integer(0, INDICATORS.length)] ?? 'rsi';
  const [low, high] = RANGES[name];
  const timeframe = timeframes[random.integer(0, timeframes.length)] ?? 'M1';
  return { call: `${name}(${random.integer(5, 5 + periods)})@${timeframe}`, low, high };
}

function indicatorOf(draw: Draw): string {
  const { random } = draw;
  const { call, low, high } = callOf(draw);
  const relation = ['<', '>', 'crosses above', 'crosses below'][random.integer(0, 4)];
  return `${call} ${relation} ${(low + (high - low) * random.uniform()).toFixed(4)}`;
}

/** Pulse and state, two states, and two averages on top. */
function compoundOf(i: number, instrument: Instrument, draw: Draw): string {
  const { random } = draw;
  const { call, low, high } = callOf(draw);
  const state = `${call} ${random.uniform() < 0.5 ? '<' : '>'} ${(low + (high - low) * random.uniform()).toFixed(4)}`;
  if (i % 4 < 2) return `${levelOf(instrument, random)} and ${state}`;
  const timeframe = draw.timeframes[random.integer(0, draw.timeframes.length)] ?? 'M1';
  const average = `close@${timeframe} > ema(${averagePeriod(random)})`;
  if (i % 4 === 2) return `${state} and ${average}`;
  return `ema(9)@${timeframe} crosses ema(${averagePeriod(random)}) and ${state}`;
}

function averagePeriod(random: Random): number {
  return [20, 21, 50, 55, 100, 200][random.integer(0, 6)] ?? 20;
}

/** One walk over all instruments in turn; `stepPoints` is what a price moves at most in one tick. */
export function* fieldTicks(of: {
  readonly seed: number;
  readonly count: number;
  readonly instruments: number;
  readonly from: number;
  readonly gapMs: number;
  readonly stepPoints: number;
}): Generator<Tick> {
  const random = new Random(of.seed);
  const points = FIELD_INSTRUMENTS.map((one) => Math.round(startOf(one) * 10 ** one.digits));
  const starts = [...points];
  for (let i = 0; i < of.count; i++) {
    const at = i % of.instruments;
    const { id, digits } = FIELD_INSTRUMENTS[at] as Instrument;
    const pull = (points[at] as number) > (starts[at] as number) ? -0.1 : 0.1;
    points[at] = (points[at] as number) + Math.round((random.uniform() * 2 - 1 + pull) * of.stepPoints);
    const scale = 10 ** digits;
    const bid = (points[at] / scale) as Price;
    const ask = ((points[at] + random.integer(2, 15)) / scale) as Price;
    yield { instrument: id, bid, ask, at: Math.round(of.from + i * of.gapMs) as EpochMs };
  }
}
