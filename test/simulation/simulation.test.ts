/** Thousands of seeds, each a market, alerts, receivers and misfortunes of its own; none may break a promise. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSeed } from './run-seed.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEEDS = 2_000;

test(`${SEEDS} seeds break no invariant, and everything that can go wrong went wrong`, async () => {
  const args = ['--import', 'tsx', 'test/simulation/main.ts', '--seeds', String(SEEDS)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  console.info(said.trim().split('\n').at(-1));
  expect(code, said).toBe(0);
  const figures = [...said.matchAll(/(\d+) ([a-z][a-z ]+)/g)].map(([, count, name]) => [name, Number(count)]);
  for (const name of ['events', 'messages taken', 'edits acknowledged', 'kills', 'statements lost', 'pauses'])
    expect(figures).toContainEqual([name, expect.toSatisfy((count: number) => count > SEEDS / 10)]);
}, 600_000);

test('a seed gives the same run each time', async () => {
  const first = await runSeed(5);
  expect(first.trace.length).toBeGreaterThan(3);
  expect(await runSeed(5)).toEqual(first);
});
