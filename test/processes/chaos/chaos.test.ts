/** The selection of faults that runs with every change, on the separate roles; `npm run chaos:full` has the rest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FAULTS } from './faults.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

test('after each fault messages come again, and reconcile finds no difference', async () => {
  const args = ['--import', 'tsx', 'test/processes/chaos/main.ts'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  console.info(said);
  expect(code, said).toBe(0);
  const always = FAULTS.filter((fault) => fault.always);
  expect(always.length).toBeGreaterThan(5);
  for (const { name } of always) expect(said).toContain(`no difference  ${name}`);
}, 900_000);
