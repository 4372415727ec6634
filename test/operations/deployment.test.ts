/**
 * The operator's manual, executed: a private container engine, a fresh clone, `.env.production` filled in, then everything the manual says,
 * in its order. One stack for all, because starting it is what takes the time. Where the machine allows no engine, that is said, and
 * native.test.ts is what proves the same files; an engine that is missing or broken fails.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backups } from './stack/backups.ts';
import { badLuck } from './stack/bad-luck.ts';
import { deployments } from './stack/deployments.ts';
import { fromOutside } from './stack/from-outside.ts';
import { manual } from './stack/manual.ts';
import { measurements } from './stack/measurements.ts';
import { refusals } from './stack/refusals.ts';
import { type Stack, startStack } from './stack/stack.ts';

let whyNot = '';
const running = await startStack((reason) => (whyNot = reason));
const stack = (): Stack => {
  if (running === null) throw new Error('no engine');
  return running;
};

beforeAll(() => {
  console.log(
    running === null
      ? `ran natively only: this machine allows no container engine (${whyNot})`
      : 'ran on a container engine, with base images made from Debian packages; Grafana is a placeholder',
  );
});
afterAll(() => running?.end(), 120_000);

if (running === null) {
  it('this machine allows no container engine and says so; the deployment itself is not proven here', () => {
    expect(whyNot).not.toBe('');
  });
} else {
  describe('before the first deployment', () => refusals(stack));
  describe('scripts/deploy.sh', () => deployments(stack));
  describe('from outside', () => fromOutside(stack));
  describe('Prometheus', () => measurements(stack));
  describe('backup and recovery', () => backups(stack));
  describe('bad luck', () => badLuck(stack));
  describe('the commands of the manual', () => manual(stack));
}
