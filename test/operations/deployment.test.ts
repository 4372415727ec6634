/**
 * The operator's manual, executed: a private container engine, a fresh clone, `.env.production` filled in, then everything the manual says,
 * in its order. One stack for all, because starting it is what takes the time. Fails where no engine starts: nothing is proven in silence.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { backups } from './stack/backups.ts';
import { badLuck } from './stack/bad-luck.ts';
import { deployments } from './stack/deployments.ts';
import { fromOutside } from './stack/from-outside.ts';
import { manual } from './stack/manual.ts';
import { measurements } from './stack/measurements.ts';
import { refusals } from './stack/refusals.ts';
import { type Stack, startStack } from './stack/stack.ts';

let running: Stack | null = null;
const stack = (): Stack => {
  if (running === null) throw new Error('the stack did not start');
  return running;
};

beforeAll(async () => {
  running = await startStack();
  console.log(
    'ran on a container engine, with base images made from Debian packages; Grafana is a placeholder',
  );
}, 600_000);
afterAll(() => running?.end(), 120_000);

describe('before the first deployment', () => refusals(stack));
describe('scripts/deploy.sh', () => deployments(stack));
describe('from outside', () => fromOutside(stack));
describe('Prometheus', () => measurements(stack));
describe('backup and recovery', () => backups(stack));
describe('bad luck', () => badLuck(stack));
describe('the commands of the manual', () => manual(stack));
