/** From a text to a plan: `npx tsx bench/language.ts`. Typical conditions, each with numbers of its own so that nothing is remembered. */
import { Moment } from '../src/alerts/evaluation/moment.ts';
import { Plan } from '../src/alerts/evaluation/plan.ts';
import { Sources } from '../src/alerts/evaluation/sources.ts';
import { TimerQueue } from '../src/alerts/timer-queue.ts';
import { checkCondition } from '../src/conditions/check.ts';
import { CATALOG } from '../src/indicators/catalog.ts';
import type { Instrument } from '../src/market/instrument.ts';
import { FIELD_INSTRUMENTS, FIELD_TABLE } from './field.ts';
import { count, median, report, timed } from './measure.ts';

const ROUNDS = 7;
const TEXTS = 20_000;
const [EURUSD] = FIELD_INSTRUMENTS as readonly [Instrument];
const WAYS: readonly ((n: number) => string)[] = [
  (n) => `bid crosses above ${(1.3 + n / 1e6).toFixed(6)}`,
  (n) => `close@H1 crosses above sma(20) and rsi(14)@M15 > ${(30 + n / 1e3).toFixed(3)}`,
  (n) => `rsi(14)@H1 < ${(20 + n / 1e3).toFixed(3)} and spread < 2 pips`,
];

const time = new Moment(new TimerQueue(() => Infinity), false);
const sources = new Sources({ instruments: FIELD_TABLE, indicators: CATALOG, time });
const context = { instruments: FIELD_TABLE, defaultInstrument: EURUSD.id, basis: 'bid' as const };

function round(): void {
  for (let n = 0; n < TEXTS; n++) {
    const checked = checkCondition((WAYS[n % WAYS.length] as (n: number) => string)(n), context);
    if (!checked.ok) throw new Error(checked.error.message);
    new Plan(checked.value, sources).release();
  }
}

round();
const ms = median(Array.from({ length: ROUNDS }, () => timed(round)));
const rate = (TEXTS * 1_000) / ms;
report({
  what: 'parse, check and plan of a typical condition',
  goal: '≥ 30,000/s',
  figure: `${count(rate)}/s`,
  isMet: rate >= 30_000,
});
