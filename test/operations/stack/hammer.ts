/**
 * Users who ask for page and API, one request after the other, until told to stop; every answer is counted. One takes a connection for each
 * request, the others keep theirs: what closes a kept one while it is used fails a request, and nobody here tries again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { outside, type Site } from './site.ts';

/** Below what one address may ask in a second. */
const KEEPERS = 3;
const BETWEEN_MS = 50;

export function hammer(site: Pick<Site, 'get' | 'ports'>) {
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  let going = true;
  const ask = async (who: string, get: Site['get']): Promise<void> => {
    for (let turn = 0; going; turn += 1) {
      const path = turn % 3 === 0 ? '/' : '/health/ready';
      try {
        const answer = await get(path);
        await answer.arrayBuffer();
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        if (answer.status !== 200) failures.push(`${who}, ${path}: ${answer.status}`);
      } catch (error) {
        failures.push(`${who}, ${path}: ${String(error)} ${String((error as Error).cause)}`);
      }
      await sleep(BETWEEN_MS);
    }
  };
  const keepers = Array.from({ length: KEEPERS }, () => outside(site.ports.https, { keeps: true }));
  const running = [
    ask('a connection for each request', site.get),
    ...keepers.map(({ get }) => ask('a kept connection', get)),
  ];
  return {
    async end() {
      going = false;
      await Promise.all(running);
      await Promise.all(keepers.map(({ close }) => close()));
      return { statuses, failures };
    },
  };
}
