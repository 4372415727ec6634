/**
 * CPU nanoseconds per streaming update, in full (indicator-races.ts says how they are measured):
 *   npx tsx bench/indicators.ts [rounds [name …]]
 */
import { COUNT, LAPS, RACES, run } from './indicator-races.ts';

const ROUNDS = Number(process.argv[2] ?? 9);
const NAMES = process.argv.slice(3);
const WANTED = RACES.filter(({ name }) => NAMES.length === 0 || NAMES.includes(name));

console.log(
  `${COUNT} candles ${LAPS} times over, ${ROUNDS} rounds, Node ${process.version}; CPU ns per update, medians`,
);
console.log(
  '             ours  loop  ×loop  trading-signals  ours faster by  goal  technicalindicators  ours faster by',
);
const { races, leastObject } = run(WANTED, ROUNDS);
for (const { race, ours, loop, tradingSignals, technicalIndicators } of races) {
  const cells = [
    race.name.padEnd(10),
    fixed(ours, 7),
    fixed(loop, 6),
    fixed(ours / loop, 7, 2),
    fixed(tradingSignals, 17),
    fixed(tradingSignals / ours, 16, 2),
    String(race.goal).padStart(6),
    fixed(technicalIndicators, 21),
    fixed(technicalIndicators / ours, 16, 2),
  ];
  console.log(cells.join(''));
}
console.log(`The least an object can cost, an EMA without guards: ${fixed(leastObject, 0)} ns.`);

function fixed(value: number, width: number, digits = 1): string {
  return value.toFixed(digits).padStart(width);
}
