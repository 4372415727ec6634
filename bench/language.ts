/**
 * From a text to a plan: `npx tsx bench/all.ts language`. Typical conditions, each with numbers of its own so that nothing is remembered;
 * every stage does what the one before it does and its own part.
 */
import { Moment } from '../src/alerts/evaluation/moment.ts';
import { Plan } from '../src/alerts/evaluation/plan.ts';
import { Sources } from '../src/alerts/evaluation/sources.ts';
import { TimerQueue } from '../src/alerts/timer-queue.ts';
import { checkCondition } from '../src/conditions/check.ts';
import { parse } from '../src/conditions/parser.ts';
import { tellError } from '../src/conditions/sentences/tell-error.ts';
import { CATALOG } from '../src/indicators/catalog.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { FIELD_INSTRUMENTS, FIELD_TABLE } from './field.ts';
import { count, median, report, timed } from './measure.ts';

const ROUNDS = 7;
const TEXTS = 20_000;
const GOAL_PER_SECOND = 30_000;
const [EURUSD] = FIELD_INSTRUMENTS as readonly [Instrument];
const WAYS: readonly ((n: number) => string)[] = [
  (n) => `bid crosses above ${(1.3 + n / 1e6).toFixed(6)}`,
  (n) => `close@H1 crosses above sma(20) and rsi(14)@M15 > ${(30 + n / 1e3).toFixed(3)}`,
  (n) => `rsi(14)@H1 < ${(20 + n / 1e3).toFixed(3)} and spread < 2 pips`,
];

const time = new Moment(new TimerQueue(() => Infinity), false);
const sources = new Sources({ instruments: FIELD_TABLE, indicators: CATALOG, time });
const context = { instruments: FIELD_TABLE, defaultInstrument: EURUSD.id, basis: 'bid' as const };

function checked(source: string) {
  const result = checkCondition(source, context);
  if (!result.ok) throw new Error(tellError(result.error).message);
  return result.value;
}

const STAGES = [
  { what: 'parse a typical condition', work: (source: string) => void parse(source) },
  { what: 'parse and check it', work: (source: string) => void checked(source) },
  {
    what: 'parse, check and plan it',
    work: (source: string) => new Plan(checked(source), sources).release(),
    goal: GOAL_PER_SECOND,
  },
] as const;

for (const stage of STAGES) {
  const round = () => {
    for (let n = 0; n < TEXTS; n++) stage.work((WAYS[n % WAYS.length] as (n: number) => string)(n));
  };
  round();
  const rate = (TEXTS * 1_000) / median(Array.from({ length: ROUNDS }, () => timed(round)));
  const goal = 'goal' in stage ? stage.goal : 0;
  report({
    what: stage.what,
    goal: goal === 0 ? '' : `≥ ${count(goal)}/s`,
    figure: `${count(rate)}/s`,
    isMet: rate >= goal,
  });
}
