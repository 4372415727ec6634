/** What a seed makes of the world: the market, the alerts, the receivers, and what goes wrong when. */
import type { Alert } from '../../../src/alerts/alert.ts';
import { Random } from '../../../src/kernel/random.ts';
import type { DurationMs, EpochMs, InstrumentId, Price } from '../../../src/kernel/units.ts';
import { instrumentId } from '../../../src/kernel/units.ts';
import type { ChannelType } from '../../../src/notify/channel.ts';
import type { Tick } from '../../../src/market/tick.ts';
import { sampleAlert } from '../../support/samples.ts';
import type { Arrival } from './simulated-feed.ts';
import type { Mood } from './simulated-receiver.ts';

export interface ReceiverPlan {
  readonly name: string;
  readonly type: ChannelType;
  readonly knowsKeys: boolean;
  /** Moods of whole stretches; outside them it is well, but for `oddMood` now and then. */
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly mood: Mood }[];
  readonly oddMood: Mood;
  readonly oddOnes: number;
}

export type Fault =
  | { readonly at: number; readonly kind: 'kill' | 'restart' }
  | { readonly at: number; readonly kind: 'pause' | 'database down' | 'database frozen'; readonly ms: number }
  | { readonly at: number; readonly kind: 'clock step'; readonly ms: number };

export interface Scenario {
  readonly seed: number;
  readonly startAt: number;
  /** Nothing goes wrong from here on, and no more ticks come. */
  readonly endAt: number;
  readonly mode: 'stored' | 'live';
  readonly arrivals: readonly Arrival[];
  readonly alerts: readonly Alert[];
  /** When a user does something with one of the edited alerts. */
  readonly edits: readonly number[];
  readonly receivers: readonly ReceiverPlan[];
  readonly faults: readonly Fault[];
  /** Dispatchers beside the product's own. */
  readonly moreDispatchers: number;
  /** Chance of each fate of a statement, and of a kill after a message was taken. */
  readonly statementFaults: number;
  readonly killsAtStatements: number;
  readonly killsAfterTaking: number;
}

export const EURUSD = instrumentId('EURUSD');
export const USDJPY = instrumentId('USDJPY');
const MINUTE_MS = 60_000;

/** An ordinary morning; the end of an FX day; the last minutes of a week; the day after clocks changed in New York only. */
const STARTS: readonly number[] = [
  Date.UTC(2014, 4, 6, 6, 0, 30),
  Date.UTC(2014, 4, 6, 20, 56),
  Date.UTC(2014, 4, 9, 20, 55),
  Date.UTC(2014, 2, 10, 20, 57),
];

/** `L` stands for a level that the walk meets, `U` for one a little higher, `p` for the size of a few pips. */
const CONDITIONS: readonly string[] = [
  'bid crosses L',
  'ask crosses above U',
  'bid crosses below L',
  'mid crosses L',
  'spread > 1.6 pips',
  'bid > L for 20s',
  'mid moves by 4 pips in 3m',
  'bid enters L .. U',
  '(bid crosses above L) then (bid crosses below L) within 90s',
  'close@M1 crosses L',
  'close@M1 crosses above ema(3)',
  'rsi(3)@M1 < 40',
  'close@M2 > sma(2)@M1',
  'close@M1 live > high@M1',
  'bid > L and close@M1 > sma(2)@M1',
  'close@M1 > L for 90s',
];

export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed);
  const chance = (part: number): boolean => random.uniform() < part;
  const startAt = STARTS[random.integer(0, STARTS.length)]!;
  const endAt = startAt + random.integer(3, 7) * MINUTE_MS;
  const mode = chance(0.5) ? 'stored' : 'live';
  const receivers = receiversOf(random, startAt, endAt);
  const arrivals = market(random, { startAt, endAt, mode });
  return {
    ...{ seed, startAt, endAt, mode, arrivals, receivers },
    alerts: alertsOf(random, receivers),
    edits: Array.from({ length: random.integer(0, 5) }, () => random.integer(startAt, endAt)),
    faults: faultsOf(random, startAt, endAt),
    moreDispatchers: chance(0.3) ? random.integer(1, 3) : 0,
    statementFaults: chance(0.5) ? 0 : chance(0.5) ? 0.005 : 0.03,
    killsAtStatements: chance(0.5) ? 0 : 0.002,
    killsAfterTaking: chance(0.5) ? 0 : 0.03,
  };
}

function market(
  random: Random,
  { startAt, endAt, mode }: Pick<Scenario, 'startAt' | 'endAt' | 'mode'>,
): readonly Arrival[] {
  const walks = [
    { instrument: EURUSD, points: 139_000, start: 139_000, unit: 100_000 },
    { instrument: USDJPY, points: 150_000, start: 150_000, unit: 1_000 },
  ];
  const meanGapMs = random.integer(300, 3_000);
  const isLate = mode === 'live' && random.uniform() < 0.4;
  const arrivals: Arrival[] = [];
  for (let at = startAt + 200; at < endAt;) {
    const walk = walks[random.integer(0, 2)]!;
    walk.points += Math.round(random.normal() * 14 - (walk.points - walk.start) * 0.05);
    const tick = {
      instrument: walk.instrument,
      bid: (walk.points / walk.unit) as Price,
      ask: ((walk.points + random.integer(2, 20)) / walk.unit) as Price,
      at: at as EpochMs,
    } satisfies Tick;
    const delayMs = mode === 'stored' ? 0 : isLate ? random.integer(0, 250) : 20;
    arrivals.push({ tick, at: at + delayMs });
    if (isLate && random.uniform() < 0.05) arrivals.push({ tick, at: at + delayMs + random.integer(0, 250) });
    const silence = random.uniform() < 0.005 ? random.integer(1_000, 150_000) : 0;
    at += 1 + silence + Math.round(-Math.log(1 - random.uniform()) * meanGapMs);
  }
  return arrivals.sort((a, b) => a.at - b.at);
}

function alertsOf(random: Random, receivers: readonly ReceiverPlan[]): readonly Alert[] {
  return Array.from({ length: random.integer(4, 10) }, (_, index) => {
    const instrument = random.uniform() < 0.6 ? EURUSD : USDJPY;
    return sampleAlert({
      id: `a${index}`,
      name: `a${index}`,
      instruments: [instrument],
      when: conditionOn(random, instrument),
      frequency: random.uniform() < 0.15 ? 'once' : 'every',
      cooldownMs: random.uniform() < 0.3 ? ((random.integer(10, 90) * 1_000) as DurationMs) : null,
      onArm: random.uniform() < 0.2 ? 'fire' : 'wait',
      channels: receivers.filter(() => random.uniform() < 0.6).map(({ name }) => name),
    });
  });
}

/** A condition near the walk of the instrument. */
export function conditionOn(random: Random, instrument: InstrumentId): string {
  const [base, point] = instrument === EURUSD ? [1.39, 0.00001] : [150, 0.001];
  const level = base + random.integer(-30, 30) * point;
  const digits = instrument === EURUSD ? 5 : 3;
  return CONDITIONS[random.integer(0, CONDITIONS.length)]!.replaceAll('L', level.toFixed(digits)).replaceAll(
    'U',
    (level + 25 * point).toFixed(digits),
  );
}

function receiversOf(random: Random, startAt: number, endAt: number): readonly ReceiverPlan[] {
  const types: readonly ChannelType[] = ['webhook', 'discord', 'email', 'console'];
  const moods: readonly Mood[] = ['failing', 'limiting', 'deaf', 'hanging', 'slow', 'fussy'];
  return Array.from({ length: random.integer(1, 5) }, (_, index) => {
    const stretches = Array.from({ length: random.integer(0, 3) }, () => {
      const from = random.integer(startAt, endAt);
      const mood = random.uniform() < 0.06 ? 'gone' : moods[random.integer(0, moods.length)]!;
      return { from, to: Math.min(endAt, from + random.integer(1_000, 90_000)), mood };
    });
    return {
      name: `r${index}`,
      type: types[random.integer(0, types.length)]!,
      knowsKeys: random.uniform() < 0.3,
      stretches,
      oddMood: moods[random.integer(0, moods.length)]!,
      oddOnes: random.uniform() < 0.5 ? 0 : 0.1,
    };
  });
}

function faultsOf(random: Random, startAt: number, endAt: number): readonly Fault[] {
  return Array.from({ length: random.integer(0, 6) }, (): Fault => {
    const at = random.integer(startAt, endAt);
    const kind = random.integer(0, 8);
    if (kind < 3) return { at, kind: 'kill' };
    if (kind === 3) return { at, kind: 'restart' };
    if (kind === 4) return { at, kind: 'pause', ms: random.integer(100, 90_000) };
    if (kind === 5) return { at, kind: 'database frozen', ms: random.integer(100, 80_000) };
    if (kind === 6) return { at, kind: 'clock step', ms: (random.integer(0, 2) * 2 - 1) * 3_600_000 };
    return { at, kind: 'database down', ms: random.integer(100, 30_000) };
  }).sort((a, b) => a.at - b.at);
}
