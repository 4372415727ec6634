/** `npm run pair`: ten minutes of replay under random kills, against a run that nobody disturbs; `--minutes N`, `--seed N`: the same kills again. */
import { parseArgs } from 'node:util';
import { Random } from '../../../src/kernel/random.ts';
import { runPair } from './pair-run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

console.log(
  `${values.minutes} minutes of replay at 50 times its speed, two engines on one shard, seed ${values.seed}`,
);
const { undisturbed, disturbed, kills } = await runPair(
  Number(values.minutes),
  new Random(Number(values.seed)),
);
const differences = [
  ...undisturbed.events.filter((event) => !disturbed.events.includes(event)).map((event) => `lost: ${event}`),
  ...disturbed.events
    .filter((event) => !undisturbed.events.includes(event))
    .map((event) => `other: ${event}`),
];
for (const line of differences.slice(0, 20)) console.log(line);
const isSame =
  differences.length === 0 &&
  undisturbed.events.length === disturbed.events.length &&
  undisturbed.events.length > 0 &&
  undisturbed.messages.join() === disturbed.messages.join();
console.log(
  `${undisturbed.events.length} events and ${undisturbed.messages.length} messages undisturbed, ` +
    `${disturbed.events.length} and ${disturbed.messages.length} under ${kills} kills: ${isSame ? 'the same' : 'DIFFERENT'}`,
);
process.exitCode = isSame ? 0 : 1;
