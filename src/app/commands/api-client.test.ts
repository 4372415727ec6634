import { afterEach, expect, it } from 'vitest';
import { testServer } from '../../../test/support/api-server.ts';
import { listen } from '../../../test/support/http-server.ts';
import { ApiClient } from './api-client.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

it('waits as long as the API asks for once the requests of a minute are used up', async () => {
  let asked = 0;
  const server = await listen((_request, response) => {
    if (++asked === 1)
      response.writeHead(429, { 'retry-after': '1', 'x-ratelimit-remaining': '0' }).end('{}');
    else response.end('{"done":true}');
  });
  open.push(() => server.close());
  const client = new ApiClient({ url: server.url, key: 'fxa_x' });
  const beganAtMs = performance.now();
  expect(await client.request('GET', '/alerts')).toEqual({ done: true });
  expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(990);
});

it('does not wait where waiting for a minute would not help', async () => {
  const { app, key, world } = testServer();
  open.push(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new ApiClient({ url, key });
  const body = {
    kind: 'export-ticks',
    instrument: 'EURUSD',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-02T00:00:00.000Z',
  };
  for (let n = 0; n < 20; n++) await client.request('POST', '/jobs', body);
  await expect(client.request('POST', '/jobs', body)).rejects.toThrow(/too many jobs wait/);
  expect(world.jobs.size).toBe(20);
});
