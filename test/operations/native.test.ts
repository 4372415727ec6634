/** nginx and the monitoring with the operator's own files, without containers; also what is proven where no engine starts. */
import { afterAll, beforeAll, describe } from 'vitest';
import { fromOutside } from './stack/from-outside.ts';
import { measurements } from './stack/measurements.ts';
import { startNativeSite } from './stack/native-site.ts';
import type { Site } from './stack/site.ts';

let running: (Site & { end(): Promise<void> }) | null = null;
const site = (): Site => {
  if (running === null) throw new Error('the native stage did not start');
  return running;
};

beforeAll(async () => {
  running = await startNativeSite();
  console.log("ran natively, with Debian's packages");
}, 180_000);
afterAll(() => running?.end(), 60_000);

describe('nginx, natively', () => fromOutside(site));
describe('Prometheus, natively', () => measurements(site));
