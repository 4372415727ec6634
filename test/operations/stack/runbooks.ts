/** Every command of the runbooks that only looks, as it is printed there: an operator at night gets an answer, not a usage line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Stack } from './stack.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const COMMAND = /^(docker|docker-compose|curl|df|du|free|ps|ls|ss|grep)\b/;
/** What changes something is proven by the scripts and the manual; what has a placeholder is for the operator to fill in. */
const CHANGES = /\b(restart|up -d|rm|prune|start)\b/;
const PLACEHOLDER = /\b(SERVICE|CONTAINER|URL)\b/;
/** Their status 1 is an answer: nothing was found, or something fails. One who is read no further ends with 141. */
const allowed = (command: string): readonly number[] => [
  0,
  ...(/\| grep|^grep|doctor$/.test(command) ? [1] : []),
  ...(command.includes('| head') ? [141] : []),
];

export function runbooks(stack: Stack): void {
  const folder = join(ROOT, 'docs/runbooks');
  const commands = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/```[^]*?```/g, ''))
    .flatMap((text) => [...text.matchAll(/`([^`]+)`/g)])
    .map(([, text]) => (text ?? '').replace(/\s*\n\s*/g, ' '))
    .filter((text) => COMMAND.test(text) && !CHANGES.test(text) && !PLACEHOLDER.test(text));

  it('are read', () => expect(commands.length).toBeGreaterThan(30));

  it.concurrent.each([...new Set(commands)])('%s', async (command) => {
    const typed = command
      .replace('https://localhost', `https://localhost:${stack.ports.https}`)
      .replace('localhost:9090', `localhost:${stack.ports.prometheus}`)
      .replace(/ exec (?=worker|redis)/, ' exec -T ');
    const { status, output } = await stack.run(`set -o pipefail; ${typed}`);
    expect([output, allowed(command)]).toEqual([output, expect.arrayContaining([status])]);
    if (command.startsWith('curl -sG')) expect(output).toContain('"status":"success"');
  });
}
