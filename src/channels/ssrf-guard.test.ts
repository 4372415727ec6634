import type { LookupFunction } from 'node:net';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, type LoopbackServer } from '../../test/support/http-server.ts';
import { allowing } from '../../test/support/way-out.ts';
import { ALLOW_NOTHING, parseAllowList, type AllowList } from './allow-list.ts';
import { checkTargetUrl, createGuardedDispatcher } from './ssrf-guard.ts';

let server: LoopbackServer | null = null;
let connections = 0;
afterEach(async () => {
  await server?.close();
  server = null;
  connections = 0;
});

async function start(): Promise<LoopbackServer> {
  return (server = await listen((_request, response) => {
    connections++;
    response.end('hello');
  }));
}

/** A resolver that says what it is told. */
const resolvesTo =
  (...addresses: readonly string[]): LookupFunction =>
  (_name, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };

async function call(url: string, allow: AllowList = ALLOW_NOTHING, lookup?: LookupFunction): Promise<string> {
  const dispatcher = createGuardedDispatcher({
    allow,
    connectTimeoutMs: 500,
    ...(lookup === undefined ? {} : { lookup }),
  });
  try {
    const { body } = await request(url, { dispatcher });
    return await body.text();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  } finally {
    await dispatcher.destroy();
  }
}

describe('the guarded way out', () => {
  it.each([
    'https://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT/',
    'https://2130706433:PORT/',
    'https://0x7f000001:PORT/',
    'https://0177.0.0.1:PORT/',
    'https://127.1:PORT/',
    'https://0:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://[::ffff:7f00:1]:PORT/',
    'https://localhost:PORT/',
    'http://localhost:PORT/',
    'https://１２７.0.0.1:PORT/',
  ])('does not connect to %s', async (template) => {
    const { port } = await start();
    expect(await call(template.replace('PORT', String(port)))).toMatch(/^BlockedAddressError: /);
    expect(connections).toBe(0);
  });

  it.each([['127.0.0.1'], ['10.0.0.1'], ['::1'], ['93.184.216.34', '192.168.0.1']])(
    'does not connect to a name that resolves to %s',
    async (...addresses) => {
      const { port } = await start();
      const said = await call(`https://rebind.example:${port}/`, ALLOW_NOTHING, resolvesTo(...addresses));
      expect(said).toMatch(/^BlockedAddressError: "rebind.example" resolves to .* is no public address/);
      expect(connections).toBe(0);
    },
  );

  it('refuses http to a public address', async () => {
    expect(await call('http://rebind.example/', ALLOW_NOTHING, resolvesTo('93.184.216.34'))).toContain(
      'over http is not allowed',
    );
  });

  it('connects to what the operator allowed, by address, network or name', async () => {
    const { port } = await start();
    const url = `http://127.0.0.1:${port}/`;
    expect(await call(url, allowing(`127.0.0.1:${port}`))).toBe('hello');
    expect(await call(url, allowing('127.0.0.0/8'))).toBe('hello');
    const named = `http://nas.example:${port}/`;
    expect(await call(named, allowing(`nas.example:${port}`), resolvesTo('127.0.0.1'))).toBe('hello');
    expect(await call(named, allowing('127.0.0.1'), resolvesTo('127.0.0.1'))).toBe('hello');
    expect(connections).toBe(4);
  });

  it('allows no other port and no other host than the named ones', async () => {
    const { port } = await start();
    expect(await call(`http://127.0.0.1:${port}/`, allowing('127.0.0.1:1'))).toMatch(/^Blocked/);
    expect(await call(`http://127.0.0.1:${port}/`, allowing('127.0.0.2'))).toMatch(/^Blocked/);
    const other = await call(
      `http://evil.example:${port}/`,
      allowing('nas.example'),
      resolvesTo('127.0.0.1'),
    );
    expect(other).toMatch(/^Blocked/);
    expect(connections).toBe(0);
  });

  it('checks again for every connection, so a name that changes is caught', async () => {
    const { port } = await start();
    let calls = 0;
    const changing: LookupFunction = (name, options, callback) =>
      resolvesTo(calls++ === 0 ? '127.0.0.1' : '127.0.0.2')(name, options, callback);
    const allow = allowing('127.0.0.1');
    expect(await call(`http://turning.example:${port}/`, allow, changing)).toBe('hello');
    expect(await call(`http://turning.example:${port}/`, allow, changing)).toMatch(/^Blocked/);
  });
});

describe('checkTargetUrl', () => {
  it.each([
    ['ftp://example.com/', 'use https'],
    ['file:///etc/passwd', 'use https'],
    ['not a url', 'is no URL'],
    ['https://user@example.com/', 'user name or password'],
    ['https://example.com:443@127.0.0.1/', 'user name or password'],
    ['http://example.com/', '"example.com" over http is not allowed'],
    ['https://192.168.1.5/x', '"192.168.1.5" is no public address'],
    ['https://0xc0a80105/x', '"192.168.1.5" is no public address'],
    ['https://[::1]/', '"::1" is no public address'],
    ['https://localhost/', 'this machine itself'],
    ['https://api.localhost:8443/', 'allow "api.localhost:8443"'],
  ])('says of %s: %s', (url, said) => {
    const checked = checkTargetUrl(url, ALLOW_NOTHING);
    expect(checked).toMatchObject({ ok: false });
    expect(!checked.ok && checked.error).toContain(said);
  });

  it('takes public https and what is allowed', () => {
    expect(checkTargetUrl('https://example.com/hook', ALLOW_NOTHING).ok).toBe(true);
    expect(checkTargetUrl('http://nas.local:8080/hook', allowing('nas.local:8080')).ok).toBe(true);
    expect(checkTargetUrl('http://192.168.1.5/', allowing('192.168.1.0/24')).ok).toBe(true);
    expect(checkTargetUrl('http://[fd00::7]:9/', allowing('[fd00::7]:9')).ok).toBe(true);
  });
});

describe('parseAllowList', () => {
  it.each([
    'http://nas.local',
    'nas.local/24',
    '192.168.1.0/33',
    'fd00::/129',
    'nas.local:0',
    'nas.local:99999',
    'a b',
    'user@host',
    '*.local',
  ])('refuses "%s" and quotes it', (entry) => {
    const parsed = parseAllowList([entry]);
    expect(parsed.ok ? 'accepted' : parsed.error).toContain(`"${entry}"`);
  });
});
