/** What nginx lets through, and how: TLS, redirect, headers, refusals, caching, limits, the log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Site } from './site.ts';

export function fromOutside(site: Site): void {
  const handshake = (version: string) =>
    site.run(
      `openssl s_client -connect 127.0.0.1:${site.ports.https} -${version} -cipher 'ALL:@SECLEVEL=0' </dev/null`,
    );

  it('TLS 1.3 and 1.2 are spoken, 1.1 and 1.0 are not', async () => {
    expect((await handshake('tls1_3')).output).toContain('TLSv1.3');
    expect((await handshake('tls1_2')).output).toMatch(/Cipher is ECDHE-/);
    expect((await handshake('tls1_1')).status).not.toBe(0);
    expect((await handshake('tls1')).status).not.toBe(0);
  });

  it('HTTP/2 is spoken', async () => {
    const { output } = await site.run(
      `curl -sk --http2 -o /dev/null -w '%{http_version}' https://127.0.0.1:${site.ports.https}/`,
    );
    expect(output).toBe('2');
  });

  it('port 80 sends everyone to 443', async () => {
    const { output } = await site.run(
      `curl -s -o /dev/null -w '%{http_code} %{redirect_url}' http://127.0.0.1:${site.ports.http}/alerts`,
    );
    expect(output).toBe('301 https://127.0.0.1/alerts');
  });

  it('/metrics is refused', async () => {
    for (const path of ['/metrics', '/metrics/', '/metrics?x'])
      expect((await site.get(path)).status).toBe(403);
  });

  it.each([
    ['/', 200],
    ['/health/live', 200],
    ['/api/v1/alerts', 401],
    ['/api/v1/nowhere', 404],
    // Refused by nginx itself.
    ['/metrics', 403],
    ['/assets/nothing.js', 404],
  ])('%s carries the headers that protect a browser, each once', async (path, status) => {
    const answer = await site.get(path);
    expect(answer.status).toBe(status);
    const { headers } = answer;
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'[^,]*frame-ancestors 'none'$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toMatch(/^(DENY|SAMEORIGIN)$/);
    expect(headers.get('server')).toBe('nginx');
    if (status > 200) expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    if (status > 200) expect(await answer.json()).toMatchObject({ status });
  });

  it('assets are cached for a year and sent compressed as they lie on disk; the page itself is asked for anew', async () => {
    const page = await site.get('/');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? 'no script in the page';
    const asset = await site.get(script, { 'accept-encoding': 'gzip' });
    expect(asset.status).toBe(200);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(Number(asset.headers.get('content-length'))).toBe(await site.pageFileBytes(`${script}.gz`));
  });

  it('a body above 1 MB is refused before the API sees it', async () => {
    const { output } = await site.run(
      `head -c 1100000 /dev/zero | curl -sk -o /dev/null -w '%{http_code} %header{x-frame-options}' -X POST --data-binary @- https://127.0.0.1:${site.ports.https}/api/v1/alerts`,
    );
    expect(output).toBe('413 DENY');
  });

  it('a flood from one address is slowed with 429 while health stays readable afterwards', async () => {
    const { output } = await site.run(
      `curl -sk --http2 --parallel --parallel-max 100 -o /dev/null -w '%{http_code} %header{x-frame-options}\\n' 'https://127.0.0.1:${site.ports.https}/robots.txt?[1-1200]' 2>/dev/null`,
    );
    expect(new Set(output.trim().split('\n'))).toEqual(new Set(['200 DENY', '429 DENY']));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await site.get('/health/ready')).status).toBe(200);
  });

  it('the live stream passes at once, unbuffered', async () => {
    const key = await site.newKey();
    const { output } = await site.run(
      `curl -skN --max-time 3 -H 'Authorization: Bearer ${key}' https://127.0.0.1:${site.ports.https}/api/v1/stream`,
    );
    expect(output).toMatch(/^event: quotes$/m);
  });

  it('each request is one JSON line in logs/nginx/access.log, with the real address and without the query', async () => {
    await site.get('/api/v1/alerts?key=fxa_secret', { 'x-forwarded-for': '203.0.113.9' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const lines = readFileSync(join(site.folder, 'logs/nginx/access.log'), 'utf8').trim().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
    expect(last).toMatchObject({
      level: 'warning',
      method: 'GET',
      path: '/api/v1/alerts',
      status: 401,
      tls: 'TLSv1.3',
    });
    expect(last['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.join()).not.toContain('fxa_secret');
    const api = await site.apiLog();
    const line = api.split('\n').find((text) => text.includes(String(last['requestId']))) ?? '';
    expect(line).toContain(`"address":"${String(last['address'])}"`);
    expect(api).not.toContain('203.0.113.9');
  });
}
