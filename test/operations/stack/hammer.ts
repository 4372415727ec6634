/** A user who asks for page and API, one request after the other, until told to stop; every answer is counted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from './stack.ts';

export function hammer(stack: Stack) {
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  let going = true;
  const running = (async () => {
    for (let turn = 0; going; turn += 1) {
      const path = turn % 3 === 0 ? '/' : '/health/ready';
      try {
        const answer = await stack.get(path);
        await answer.arrayBuffer();
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (answer.status !== 200) failures.push(`${path}: ${answer.status}`);
      } catch (error) {
        failures.push(`${path}: ${String(error)} ${String((error as Error).cause)}`);
      }
      await sleep(50);
    }
  })();
  return {
    async end() {
      going = false;
      await running;
      return { statuses, failures };
    },
  };
}
