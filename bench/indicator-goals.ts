/** The indicators' lines of the table of goals: `npx tsx bench/all.ts indicator-goals`. `npx tsx bench/indicators.ts` shows the nanoseconds. */
import { RACES, run } from './indicator-races.ts';
import { report } from './measure.ts';

const ROUNDS = 7;
const MOST_LOOPS = 1.5;

const { races } = run(RACES, ROUNDS);
for (const { race, ours, tradingSignals } of races)
  report({
    what: `${race.name} beside trading-signals, streaming`,
    goal: `≥ ${race.goal} times as fast`,
    figure: `${(tradingSignals / ours).toFixed(2)} times (${ours.toFixed(1)} ns)`,
    isMet: tradingSignals / ours >= race.goal,
  });
for (const { race, ours, loop } of races)
  report({
    what: `${race.name} beside its arithmetic in a bare loop`,
    goal: `≤ ${MOST_LOOPS} times the time`,
    figure: `${(ours / loop).toFixed(2)} times`,
    isMet: ours / loop <= MOST_LOOPS,
  });
const lead = Math.min(...races.map(({ ours, technicalIndicators }) => technicalIndicators / ours));
report({
  what: 'every one of them beside technicalindicators',
  goal: 'faster',
  figure: `${lead.toFixed(1)} times and more`,
  isMet: lead > 1,
});
