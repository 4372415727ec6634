/**
 * The operator's manual, executed: a private container engine, a fresh clone, `.env.production` filled in, then everything the manual says,
 * in its order. One stack for all, because starting it is what takes the time. Where the machine allows no engine (dockerd wants root), the
 * same configuration files run natively, and that is said; an engine that is missing or broken fails.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { backups } from './stack/backups.ts';
import { badLuck } from './stack/bad-luck.ts';
import { canary, canaryIsMissed, canaryStops, heartbeat, watchmanListens } from './stack/canary.ts';
import { deployments } from './stack/deployments.ts';
import { failedUpdates } from './stack/failed-updates.ts';
import { fromOutside } from './stack/from-outside.ts';
import { manual } from './stack/manual.ts';
import { measurements } from './stack/measurements.ts';
import { startNativeSite } from './stack/native-site.ts';
import { recovery } from './stack/recovery.ts';
import { refusals } from './stack/refusals.ts';
import { runbooks } from './stack/runbooks.ts';
import { startStack } from './stack/stack.ts';

let whyNot = '';
const stack = await startStack((reason) => (whyNot = reason));
const site = stack ?? (await startNativeSite());

beforeAll(() => {
  console.log(
    stack === null
      ? `ran natively, with Debian's packages: this machine allows no container engine (${whyNot})`
      : 'ran on a container engine, with base images made from Debian packages; Grafana is a placeholder',
  );
});
afterAll(() => site.end(), 300_000);

if (stack !== null) {
  describe('before the first deployment', () => refusals(stack));
  describe('scripts/deploy.sh', () => deployments(stack));
  describe('the heartbeat', () => watchmanListens(stack));
}
describe('from outside', () => fromOutside(site));
describe('Prometheus', () => measurements(site));
describe('the canary', () => canary(site));
if (stack !== null) {
  describe('the heartbeat', () => heartbeat(stack));
  describe('scripts/deploy.sh with a version that fails', () => failedUpdates(stack));
  // The alarm takes two minutes, in which the backups need no worker.
  describe('the canary', () => canaryStops(stack));
  describe('backups', () => backups(stack));
  describe('the canary', () => canaryIsMissed(stack));
  describe('recovery', () => recovery(stack));
  describe('bad luck', () => badLuck(stack));
  describe('the commands of the runbooks', () => runbooks(stack));
  describe('the commands of the manual', () => manual(stack));
}
