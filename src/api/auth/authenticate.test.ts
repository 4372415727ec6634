import { describe, expect, it } from 'vitest';
import { testServer } from '../../../test/support/api-server.ts';
import { addKey } from '../../../test/support/memory-services.ts';
import type { Problem } from '../contract/common.ts';
import { allows, hashApiKey, idOfApiKey, isRightKey, newApiKey, SCOPES } from './api-key.ts';
import { groupOf, WRONG_KEYS_PER_MINUTE, WrongKeyThrottle } from './wrong-key-throttle.ts';

const url = '/api/v1/quotes';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('an API key', () => {
  it('has an id, 256 random bits, and is stored as its SHA-256', () => {
    const made = newApiKey();
    expect(made.key).toMatch(/^fxa_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    expect(idOfApiKey(made.key)).toBe(made.id);
    expect(made.hash).toBe(hashApiKey(made.key));
    expect(new Set(Array.from({ length: 100 }, () => newApiKey().key)).size).toBe(100);
  });

  it('is right for its own record only, and for none once revoked', () => {
    const { id, key, hash } = newApiKey();
    const record = { id, name: 'x', scopes: ['read'], hash, createdAt: 0, revokedAt: null } as never;
    expect(isRightKey(key, record)).toBe(true);
    expect(isRightKey(`${key.slice(0, -1)}!`, record)).toBe(false);
    expect(isRightKey(key, null)).toBe(false);
    expect(isRightKey(key, { ...(record as object), revokedAt: 1 } as never)).toBe(false);
  });

  it('with scope trade may read, with admin everything, with the others only that', () => {
    const may = (scope: (typeof SCOPES)[number]) => SCOPES.filter((wanted) => allows([scope], [wanted]));
    expect(SCOPES.map((scope) => [scope, may(scope)])).toEqual([
      ['read', ['read']],
      ['trade', ['read', 'trade']],
      ['admin', [...SCOPES]],
      ['ingest', ['ingest']],
      ['metrics', ['metrics']],
    ]);
  });
});

describe('a request', () => {
  it('without, with an unknown, a wrong and a revoked key gets the same 401', async () => {
    const { app, world, key } = testServer();
    const revoked = addKey(world, ['read']);
    const revokedId = idOfApiKey(revoked) ?? '';
    world.keys.set(revokedId, { ...world.keys.get(revokedId)!, revokedAt: 1 as never });
    const wrong = `${key.slice(0, -4)}AAAA`;
    const answers = await Promise.all(
      [
        {},
        bearer(newApiKey().key),
        bearer(wrong),
        bearer(revoked),
        bearer('nonsense'),
        { authorization: 'Basic x' },
      ].map((headers) => app.inject({ url, headers: { host: 'localhost', ...headers } })),
    );
    const bodies = answers.map((answer) => {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      return { ...answer.json<Problem>(), requestId: '' };
    });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('with a key that lacks the scope is told which it needs', async () => {
    const { ask, world } = testServer();
    const answer = await ask({
      method: 'POST',
      url: '/api/v1/alerts',
      payload: {},
      headers: bearer(addKey(world, ['read'], 'wall')),
    });
    expect(answer.json<Problem>()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(answer.json<Problem>().detail).toBe('the key "wall" has scope read; this needs trade');
  });

  it('takes ?key= on the stream only', async () => {
    const { app, key } = testServer();
    const answer = await app.inject({ url: `${url}?key=${key}`, headers: { host: 'localhost' } });
    expect(answer.statusCode).toBe(401);
  });

  it('is authenticated without a look-up for ten seconds, then looked up again', async () => {
    const { ask, world, key } = testServer();
    await ask({ url });
    await ask({ url });
    expect(world.keyLookups).toBe(1);
    const id = idOfApiKey(key) ?? '';
    world.keys.set(id, { ...world.keys.get(id)!, revokedAt: 1 as never });
    world.nowMs += 10_000;
    expect((await ask({ url })).statusCode).toBe(401);
    expect((await ask({ url })).statusCode).toBe(401);
  });
});

describe('wrong keys', () => {
  it('are refused without a look-up after ten in a minute, and their owner is not locked out', async () => {
    const { app, ask, world } = testServer();
    await ask({ url });
    const guess = () => app.inject({ url, headers: { host: 'localhost', ...bearer(newApiKey().key) } });
    for (let n = 0; n < WRONG_KEYS_PER_MINUTE; n++) expect((await guess()).statusCode).toBe(401);
    const lookups = world.keyLookups;
    const refused = await guess();
    expect(refused.json<Problem>()).toMatchObject({ status: 429, code: 'too-many-wrong-keys' });
    expect(refused.headers['retry-after']).toBe('60');
    expect(world.keyLookups).toBe(lookups);
    world.nowMs += 30_000;
    expect((await ask({ url })).statusCode).toBe(200);
    world.nowMs += 30_000;
    expect((await guess()).statusCode).toBe(401);
  });

  it('are counted by IPv6 network and by the IPv4 inside IPv6', () => {
    expect(groupOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(groupOf('2001:DB8:1:2::9')).toBe('2001:db8:1:2');
    expect(groupOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(groupOf('::1')).toBe('0:0:0:0');
    expect(groupOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(groupOf('10.1.2.3')).toBe('10.1.2.3');
  });

  it('of very many addresses take bounded memory', () => {
    const throttle = new WrongKeyThrottle();
    for (let n = 0; n < 20_000; n++) throttle.wrong(`10.0.${n >> 8}.${n & 255}`, 0);
    expect(throttle.size).toBe(10_000);
  });
});

describe('the log', () => {
  it('has a line `authentication` for the first use in an hour and for each failure', async () => {
    const { app, ask, world, logLines, key } = testServer();
    const lines = () =>
      logLines
        .filter((line) => line.includes('"event":"authentication"'))
        .map((line) => JSON.parse(line) as object);
    await ask({ url });
    world.nowMs += 20_000;
    await ask({ url });
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({ result: 'success', keyId: idOfApiKey(key), address: '127.0.0.1' });
    world.nowMs += 3_600_000;
    await ask({ url });
    expect(lines()).toHaveLength(2);
    const wrong = newApiKey();
    await app.inject({ url, headers: { host: 'localhost', ...bearer(wrong.key) } });
    expect(lines()[2]).toMatchObject({ result: 'failure', keyId: wrong.id, level: 'warning' });
  });

  it('never has a key, from a header or from an address', async () => {
    const { ask, app, logLines, key, services, world } = testServer();
    const secret = key.split('_').slice(2).join('_');
    await ask({ url });
    await ask({ url: `/api/v1/quotes?key=${key}` });
    await ask({ url: `/api/v1/nowhere/${key}` });
    await app.inject({ url: `/api/v1/alerts?key=${key}`, headers: { host: 'localhost' } });
    world.away = true;
    await app.inject({ url: `/api/v1/stream?key=${key}x`, headers: { host: 'localhost' } });
    world.away = false;
    Object.assign(services.market, {
      quotes: () => {
        throw new Error(`lookup of ${key} failed`);
      },
    });
    await ask({ url });
    expect(logLines.length).toBeGreaterThan(5);
    expect(logLines.filter((line) => line.includes(secret))).toEqual([]);
    expect(logLines.some((line) => line.includes('_***'))).toBe(true);
  });
});
