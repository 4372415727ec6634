/**
 * `npm run fuzz -- --count 1000000 --seed 1`: seeded texts thrown at the language and its editor. Stops at the first that breaks a law
 * (examine.ts), or that takes more than 5 ms in the best of 25 runs.
 */
import { parseArgs } from 'node:util';
import { costMs, examine } from './examine.ts';
import { fuzzSources } from './sources.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.count);
const seed = Number(values.seed);
const LIMIT_MS = 5;

let conditions = 0;
let done = 0;
let slowestMs = 0;
const start = performance.now();
for (const source of fuzzSources(seed)) {
  if (examine(source)) conditions++;
  let ms = costMs(source);
  if (ms > LIMIT_MS) ms = costMs(source, 25);
  if (ms > LIMIT_MS) throw new Error(`takes ${ms.toFixed(1)} ms: ${JSON.stringify(source)}`);
  slowestMs = Math.max(slowestMs, ms);
  if (++done === count) break;
}
const seconds = ((performance.now() - start) / 1_000).toFixed(0);
process.stdout.write(
  `${done} texts of seed ${seed}: ${conditions} conditions, ${done - conditions} errors of the language, nothing thrown; ` +
    `the slowest took ${slowestMs.toFixed(2)} ms of ${LIMIT_MS} (${seconds} s in all)\n`,
);
