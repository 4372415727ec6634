/** Processes that are killed, and a database and a Redis that go away: the API says 503 in time, and everything comes back by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Stack } from './stack.ts';

export function badLuck(stack: Stack): void {
  const healthAfter = async (wanted: number, withinMs: number) => {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const started = performance.now();
      const status = await stack.get('/health/ready').then(
        (answer) => answer.status,
        () => 0,
      );
      expect(performance.now() - started).toBeLessThan(11_000);
      if (status === wanted) return;
      if (performance.now() > deadline)
        throw new Error(`/health/ready answers ${status}, not ${wanted}, after ${withinMs} ms`);
      await sleep(250);
    }
  };

  it('kill -9 of any container: started again by the engine, and healthy', async () => {
    const names = (await stack.done("docker ps --format '{{.Names}}'")).trim().split('\n');
    expect(names).toHaveLength(13);
    for (const name of names) {
      const pid = Number(await stack.done(`docker inspect -f '{{.State.Pid}}' ${name}`));
      process.kill(pid, 'SIGKILL');
    }
    await sleep(2_000);
    const checked = names.filter((name) => !name.includes('exporter'));
    for (const name of checked) await stack.healthy(name, 90_000);
    const states = await stack.done("docker ps --format '{{.Names}} {{.Status}}'");
    expect(states.trim().split('\n')).toHaveLength(13);
    expect((await stack.get('/health/ready')).status).toBe(200);
  }, 200_000);

  it('PostgreSQL away: 503 in time, then well again by itself', async () => {
    await stack.done('docker stop -t 5 forex_alert_postgres');
    await healthAfter(503, 15_000);
    await stack.done('docker start forex_alert_postgres');
    await healthAfter(200, 60_000);
  }, 120_000);

  it('Redis away and back: the product recovers by itself', async () => {
    await stack.done('docker stop -t 5 forex_alert_redis');
    await sleep(2_000);
    await stack.done('docker start forex_alert_redis');
    await healthAfter(200, 60_000);
  }, 120_000);
}
