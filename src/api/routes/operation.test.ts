import { afterEach, describe, expect, it, vi } from 'vitest';
import { testServer as server } from '../../../test/support/api-server.ts';
import { addKey } from '../../../test/support/memory-services.ts';

afterEach(() => void vi.useRealTimers());

describe('health', () => {
  it('is live as long as the process is, without a key', async () => {
    const { app, world } = server();
    world.away = true;
    world.stopping = true;
    expect((await app.inject({ url: '/health/live', headers: { host: 'localhost' } })).statusCode).toBe(200);
    expect(
      (await app.inject({ method: 'HEAD', url: '/health/live', headers: { host: 'localhost' } })).statusCode,
    ).toBe(200);
  });

  it('is ready when every check is, and names the one that is not', async () => {
    const { app, world } = server();
    const ready = () => app.inject({ url: '/health/ready', headers: { host: 'localhost' } });
    expect((await ready()).statusCode).toBe(200);
    world.checks.push({ name: 'feed', ok: false, detail: 'no tick for 20 s' });
    const answer = await ready();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      status: 'not-ready',
      checks: [
        { name: 'database', ok: true },
        { name: 'feed', ok: false },
      ],
    });
  });

  it('is looked at once, however many ask meanwhile', async () => {
    const { app, services } = server();
    let looks = 0;
    const look = async () => {
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return [];
    };
    Object.assign(services.operation, { readiness: look });
    const ready = () => app.inject({ url: '/health/ready', headers: { host: 'localhost' } });
    await Promise.all(Array.from({ length: 20 }, ready));
    expect(looks).toBe(1);
    await ready();
    expect(looks).toBe(2);
  });

  it('stops being ready before the server stops', async () => {
    const { app, world } = server();
    world.stopping = true;
    const answer = await app.inject({ url: '/health/ready', headers: { host: 'localhost' } });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('stopping');
  });

  it('is not ready when the checks hang', async () => {
    const { app, services } = server();
    Object.assign(services.operation, { readiness: () => new Promise(() => undefined) });
    await app.ready();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = app.inject({ url: '/health/ready', headers: { host: 'localhost' } });
    await vi.advanceTimersByTimeAsync(0);
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(2_000);
    const answer = await asked;
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('within 2000 ms');
  });
});

describe('metrics', () => {
  it('are open on loopback', async () => {
    const { app } = server();
    const answer = await app.inject({ url: '/metrics', headers: { host: 'localhost' } });
    expect([answer.statusCode, answer.body]).toEqual([200, 'up 1\n']);
    expect(answer.headers['content-type']).toContain('version=0.0.4');
  });

  it('want a key elsewhere: one with scope metrics or read', async () => {
    const { app, world } = server({ bindAddress: '0.0.0.0' });
    const get = (key?: string) =>
      app.inject({ url: '/metrics', headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });
    expect((await get()).statusCode).toBe(401);
    expect((await get(addKey(world, ['ingest']))).statusCode).toBe(403);
    expect((await get(addKey(world, ['metrics']))).statusCode).toBe(200);
    expect((await get(addKey(world, ['read']))).statusCode).toBe(200);
  });
});
