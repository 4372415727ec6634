import { connect } from 'node:net';
import type { InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { addKey } from '../../test/support/memory-services.ts';
import type { TestServer } from '../../test/support/api-server.ts';
import { testServer } from '../../test/support/api-server.ts';
import type { Problem } from './contract/common.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function server(overrides: Parameters<typeof testServer>[0] = {}): TestServer {
  const made = testServer(overrides);
  open.push(() => made.app.close());
  return made;
}

interface Refusal {
  readonly status: number;
  readonly asked: InjectOptions;
  readonly requestsPerMinute?: number;
}

describe('the Host header', () => {
  it.each(['localhost', 'localhost:8000', '127.0.0.1:1', '[::1]:8000', 'LOCALHOST.:80', 'fx.example.com'])(
    'is right on loopback: %s',
    async (host) => {
      const { ask } = server({ publicHosts: ['fx.example.com'] });
      expect((await ask({ url: '/api/v1/status', headers: { host } })).statusCode).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '10.0.0.1', '127.0.0.1.evil.example'])(
    'of a rebound name is refused before anything else: %s',
    async (host) => {
      const { ask } = server();
      for (const url of ['/api/v1/status', '/metrics', '/health/live', '/docs', '/nowhere']) {
        const answer = await ask({ url, headers: { host } });
        expect([url, answer.statusCode]).toEqual([url, 421]);
        expect(answer.json<Problem>().code).toBe('wrong-host');
      }
    },
  );

  it('is not checked where the server is bound to other addresses', async () => {
    const { ask } = server({ bindAddress: '0.0.0.0' });
    expect((await ask({ url: '/api/v1/status', headers: { host: 'api:8000' } })).statusCode).toBe(200);
  });
});

describe('refusals', () => {
  it('of an unknown address are problem+json, also for a browser', async () => {
    const { ask } = server();
    const answer = await ask({ url: '/api/v1/nowhere?key=fxa_x', headers: { accept: 'text/html' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json<Problem>()).toMatchObject({ code: 'not-found', type: 'about:blank', status: 404 });
    expect(answer.body).not.toContain('fxa_x');
  });

  it('of a wrong method name the right ones', async () => {
    const { ask } = server();
    const answer = await ask({ method: 'PATCH', url: '/api/v1/alerts/12' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('DELETE, GET, HEAD, PUT');
    expect((await ask({ method: 'GET', url: '/ingest/v1/ticks' })).headers.allow).toBe('POST');
  });

  it('of broken JSON say where it breaks', async () => {
    const { ask } = server();
    const headers = { 'content-type': 'application/json' };
    const answer = await ask({ method: 'POST', url: '/api/v1/alerts', headers, payload: '{"name": }' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<Problem>()).toMatchObject({ code: 'malformed-json' });
    expect(answer.json<Problem>().detail).toContain('}');
  });

  it('of a body in another encoding say so: stored, it would be replacement characters', async () => {
    const { ask, world } = server();
    const headers = { 'content-type': 'application/json' };
    const around = [Buffer.from('{"name":"'), Buffer.from('","instruments":["EURUSD"],"when":"bid > 1"}')];
    const shiftJis = Buffer.from([0x83, 0x86, 0x81, 0x5b, 0x83, 0x8d]);
    const payload = Buffer.concat([around[0]!, shiftJis, around[1]!]);
    const answer = await ask({ method: 'POST', url: '/api/v1/alerts', headers, payload });
    expect(answer.json<Problem>()).toMatchObject({ status: 400, code: 'malformed-json' });
    expect(answer.json<Problem>().detail).toContain('send it as UTF-8');
    expect(world.alerts.size).toBe(0);
  });

  it('do not come of the mark that Windows puts before UTF-8', async () => {
    const { ask } = server();
    const headers = { 'content-type': 'application/json' };
    const payload = '\ufeff{"name":"ユーロ","instruments":["EURUSD"],"when":"bid > 1"}';
    const answer = await ask({ method: 'POST', url: '/api/v1/alerts', headers, payload });
    expect([answer.statusCode, answer.json<{ name: string }>().name]).toEqual([201, 'ユーロ']);
  });

  it('of another media type say which is right', async () => {
    const { ask } = server();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await ask({
        method: 'POST',
        url: '/api/v1/alerts',
        headers: { 'content-type': type },
        payload: 'x',
      });
      expect([type, answer.json<Problem>().code]).toEqual([type, 'unsupported-media-type']);
    }
  });

  it('of a large body come at 64 kB for alerts and at 1 MB for ticks', async () => {
    const { ask } = server();
    const body = (size: number) => ({ name: 'x'.repeat(size) });
    const alert = await ask({ method: 'POST', url: '/api/v1/alerts', payload: body(64 * 1024) });
    expect(alert.json<Problem>()).toMatchObject({ status: 413, code: 'body-too-large' });
    expect(
      (await ask({ method: 'POST', url: '/ingest/v1/ticks', payload: body(64 * 1024) })).statusCode,
    ).toBe(400);
    expect(
      (await ask({ method: 'POST', url: '/ingest/v1/ticks', payload: body(1024 * 1024) })).statusCode,
    ).toBe(413);
  });

  it('of text that a database cannot hold quote nothing unstorable back', async () => {
    const { ask, world } = server();
    for (const name of ['a\0b', 'half \ud800', '\udc00 half']) {
      const payload = JSON.stringify({ name, instruments: ['EURUSD'], when: 'bid > 1' });
      const headers = { 'content-type': 'application/json' };
      const answer = await ask({ method: 'POST', url: '/api/v1/alerts', headers, payload });
      expect(answer.json<Problem>()).toMatchObject({ status: 400, errors: [{ path: '/name' }] });
    }
    expect(world.alerts.size).toBe(0);
  });

  it('of a body nested a hundred thousand levels deep are answered, not crashed over', async () => {
    const { ask } = server();
    const headers = { 'content-type': 'application/json' };
    for (const leaf of ['1', '"\\u0000"']) {
      const payload = `${'['.repeat(100_000)}${leaf}${']'.repeat(100_000)}`;
      const answer = await ask({ method: 'POST', url: '/ingest/v1/ticks', headers, payload });
      expect(answer.statusCode).toBe(400);
    }
  });

  it('of a megabyte of unknown fields are short', async () => {
    const { ask } = server();
    const names = Array.from({ length: 60_000 }, (_, index) => `field${index}`);
    const bodies = [Object.fromEntries(names.map((name) => [name, 1])), { ['x'.repeat(900_000)]: 1 }];
    for (const payload of bodies) {
      const answer = await ask({ method: 'POST', url: '/ingest/v1/ticks', payload });
      expect(answer.statusCode).toBe(400);
      expect(answer.body.length).toBeLessThan(5_000);
    }
  });

  it('of __proto__ name it as the unknown field it is', async () => {
    const { ask } = server();
    const headers = { 'content-type': 'application/json' };
    const payload = '{"when": "bid > 1", "__proto__": {"price": "ask"}}';
    const answer = await ask({ method: 'POST', url: '/api/v1/alerts/check', headers, payload });
    expect(answer.json<Problem>().errors?.[0]).toMatchObject({ path: '/__proto__' });
  });

  it('of an address that is no URL, or too long, are problem+json', async () => {
    const { ask } = server();
    expect((await ask({ url: '/api/v1/alerts/%zz' })).json<Problem>().code).toBe('malformed-request');
    expect((await ask({ url: `/api/v1/alerts/${'x'.repeat(200)}` })).json<Problem>()).toMatchObject({
      status: 414,
    });
  });

  it('of too many requests say when to come back', async () => {
    const { ask, world } = server({ requestsPerMinute: 2 });
    await ask({ url: '/api/v1/quotes' });
    await ask({ url: '/api/v1/quotes' });
    const answer = await ask({ url: '/api/v1/quotes' });
    expect(answer.json<Problem>()).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask({ url: '/health/live' })).statusCode).toBe(200);
    const other = { authorization: `Bearer ${addKey(world, ['read'])}` };
    expect((await ask({ url: '/api/v1/quotes', headers: other })).statusCode).toBe(200);
  });

  it('of many batches of ticks come later than those of other requests', async () => {
    const { ask, world } = server({ requestsPerMinute: 2 });
    const headers = { authorization: `Bearer ${addKey(world, ['ingest', 'read'])}` };
    const statuses: number[] = [];
    for (let seq = 0; seq < 5; seq++) {
      const payload = { source: 'mt5', seq, ticks: [{ symbol: 'EURUSD', bid: 1.1, ask: 1.2, time_msc: 1 }] };
      statuses.push((await ask({ method: 'POST', url: '/ingest/v1/ticks', headers, payload })).statusCode);
    }
    expect(statuses).not.toContain(429);
    expect((await ask({ url: '/api/v1/quotes', headers })).statusCode).toBe(200);
  });

  it('of bytes that are no HTTP are problem+json too', async () => {
    const { app } = server();
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1', () =>
        socket.write('nonsense\r\n\r\n'),
      );
      let text = '';
      socket
        .on('data', (chunk) => (text += chunk.toString()))
        .on('end', () => resolve(text))
        .on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'malformed-request' });
  });
});

describe('a database that is away', () => {
  it('is answered 503 with Retry-After, and its address stays inside', async () => {
    const { ask, world, logLines } = server();
    await ask({ url: '/api/v1/alerts' });
    world.away = true;
    const answer = await ask({ url: '/api/v1/alerts' });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json<Problem>().code).toBe('unavailable');
    expect(answer.body).not.toContain('10.0.0.5');
    expect(logLines.join('')).toContain('10.0.0.5');
  });

  it('is answered 503 when a key cannot be looked up, not 401', async () => {
    const { ask, world } = server();
    world.away = true;
    expect((await ask({ url: '/api/v1/status' })).statusCode).toBe(503);
  });

  it('is answered within the time-out when it hangs', async () => {
    const { ask, world } = server({ handlerTimeoutMs: 50 });
    await ask({ url: '/api/v1/alerts' });
    world.delayMs = 5_000;
    const started = performance.now();
    const answer = await ask({ url: '/api/v1/alerts' });
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(answer.json<Problem>()).toMatchObject({ status: 503, code: 'unavailable' });
  });

  it('does not stop prices, which need none', async () => {
    const { ask, world } = server();
    await ask({ url: '/api/v1/quotes' });
    world.away = true;
    expect((await ask({ url: '/api/v1/quotes' })).statusCode).toBe(200);
  });
});

describe('a bug', () => {
  it('is answered 500 without a word of it, and logged with its stack under the request id', async () => {
    const { ask, services, logLines } = server();
    Object.assign(services.market, { quotes: () => JSON.parse('{broken') as never });
    const answer = await ask({ url: '/api/v1/quotes' });
    expect(answer.statusCode).toBe(500);
    const problem = answer.json<Problem>();
    expect(problem.code).toBe('internal');
    expect(answer.body).not.toMatch(/JSON|\.ts|broken/);
    const line = logLines.find((each) => each.includes('"level":"error"'));
    expect(line).toContain(problem.requestId);
    expect(line).toContain('SyntaxError');
  });

  it('that would send a field outside the contract sends nothing', async () => {
    const { ask, services } = server();
    const honest = await services.operation.status();
    Object.assign(services.operation, {
      status: () => Promise.resolve({ ...honest, databaseUrl: 'postgres://secret' }),
    });
    const answer = await ask({ url: '/api/v1/status' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret');
  });
});

describe('every answer', () => {
  it('carries a request id, no-store and the security headers', async () => {
    const { ask } = server();
    const answer = await ask({ url: '/api/v1/quotes' });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    { status: 401, asked: { url: '/api/v1/quotes', headers: { authorization: '' } } },
    { status: 403, asked: { url: '/api/v1/alerts', method: 'POST', payload: {} } },
    { status: 404, asked: { url: '/api/v1/nowhere' } },
    { status: 405, asked: { url: '/api/v1/quotes', method: 'DELETE' } },
    { status: 421, asked: { url: '/api/v1/quotes', headers: { host: 'evil.example' } } },
    { status: 429, asked: { url: '/api/v1/quotes' }, requestsPerMinute: 0 },
  ] satisfies Refusal[])('protects the browser also when it is a refusal: $status', async (row) => {
    const { status, asked, requestsPerMinute = 100 }: Refusal = row;
    const { ask, world } = server({ requestsPerMinute });
    const authorization = `Bearer ${addKey(world, ['read'])}`;
    const answer = await ask({ ...asked, headers: { authorization, ...asked.headers } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('allows a configured origin and no other', async () => {
    const { ask } = server({ corsOrigins: ['https://desk.example'] });
    const allowed = await ask({ url: '/api/v1/quotes', headers: { origin: 'https://desk.example' } });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://desk.example');
    const other = await ask({ url: '/api/v1/quotes', headers: { origin: 'https://evil.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is compressed when it is long', async () => {
    const { ask } = server();
    const url = '/api/v1/instruments/EURUSD/candles?limit=500';
    const answer = await ask({ url, headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.rawPayload.length).toBeLessThan((await ask({ url })).rawPayload.length / 5);
  });

  it('is measured by the pattern of its route, never by an address', async () => {
    const { ask, requests } = server();
    await ask({ url: '/api/v1/alerts/some-id' });
    await ask({ url: '/scan/for/holes.php' });
    expect(requests).toEqual([
      { route: '/api/v1/alerts/:id', status: 404 },
      { route: 'unknown', status: 404 },
    ]);
  });
});

describe('a connection', () => {
  it('is cut when its reader does not take what it asked for: unread answers would stay in memory', async () => {
    const { app, key } = server({ silenceMs: 300 });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = new URL(address);
    const reader = connect(Number(port), '127.0.0.1').pause();
    open.push(() => void reader.destroy());
    const asked = `GET /api/v1/instruments/EURUSD/candles?limit=5000 HTTP/1.1\r\nHost: ${address.slice(7)}\r\nAuthorization: Bearer ${key}\r\n\r\n`;
    reader.write(asked.repeat(40));
    const connections = () => new Promise((resolve) => app.server.getConnections((_, n) => resolve(n)));
    await expect.poll(connections).toBe(1);
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
  });
});

describe('closing', () => {
  it('waits for a request under way and not for a connection that asked nothing', async () => {
    const { app, world, key } = server();
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const silent = connect(Number(new URL(address).port), '127.0.0.1');
    const silentEnded = new Promise((resolve) => silent.on('close', resolve));
    await new Promise((resolve) => silent.on('connect', resolve));
    world.delayMs = 100;
    const busy = fetch(`${address}/api/v1/alerts`, { headers: { authorization: `Bearer ${key}` } });
    await expect.poll(() => world.keyLookups).toBe(1);
    const started = performance.now();
    await app.close();
    expect(performance.now() - started).toBeLessThan(2_000);
    await silentEnded;
    expect((await busy).status).toBe(200);
  });
});
