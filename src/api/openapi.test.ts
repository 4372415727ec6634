/** The document describes what is there, and what it describes never brings the server to its knees. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testServer } from '../../test/support/api-server.ts';
import { valueOf } from '../../test/support/from-json-schema.ts';
import { addEvent } from '../../test/support/memory-services.ts';
import type { Document } from '../../test/support/openapi-requests.ts';
import { operationsOf, post, requestOf } from '../../test/support/openapi-requests.ts';
import { Problem } from './contract/common.ts';

async function readDocument(): Promise<Document> {
  const { app } = testServer();
  const answer = await app.inject({ url: '/openapi.json', headers: { host: 'localhost' } });
  expect(answer.statusCode).toBe(200);
  return answer.json<Document>();
}

describe('the OpenAPI document', () => {
  it('is 3.1, and each operation has a summary, answers, and is closed unless it is for probes', async () => {
    const document = await readDocument();
    expect(document.openapi).toBe('3.1.0');
    const operations = operationsOf(document);
    expect(operations.length).toBeGreaterThan(30);
    for (const { path, method, operation } of operations) {
      expect([method, path, operation.summary]).toEqual([method, path, expect.stringMatching(/^\S.{5,}/)]);
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1);
      const open = operation.security?.length === 0;
      expect([path, open]).toEqual([path, /^\/(health|metrics)/.test(path)]);
    }
  });

  it('refers to nothing that is not in it', async () => {
    const document = await readDocument();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1] ?? '';
      expect(document.components.schemas).toHaveProperty([name]);
    }
  });

  it('has every route of the README, and the README has every route of it', async () => {
    const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    const written = readme.split('\n').flatMap((line) => routesIn(line));
    const document = await readDocument();
    const found = operationsOf(document).map(
      ({ path, method }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    const undocumented = ['get /docs', 'get /openapi.json'];
    expect(written.length).toBeGreaterThan(30);
    expect(written.filter((route) => !found.includes(route) && !undocumented.includes(route))).toEqual([]);
    expect(found.filter((route) => !written.includes(route))).toEqual([]);
  });

  it('is shown at /docs by a page that runs no inline script', async () => {
    const { app } = testServer();
    const get = (url: string) => app.inject({ url, headers: { host: 'localhost' } });
    const page = await get('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
    for (const [, url] of page.body.matchAll(/(?:src|href)="(?:\.)?(\/[^"]+)"/g))
      expect([url, (await get(url!)).statusCode]).toEqual([url, 200]);
    expect((await get('/docs/json')).json<Document>().openapi).toBe('3.1.0');
  });
});

describe('a request made from the document', () => {
  it('is answered below 500 whatever stands in it, and a refusal is problem+json', async () => {
    const server = testServer();
    for (let n = 0; n < 5; n++) addEvent(server.world);
    const operations = operationsOf(await readDocument()).filter(({ path }) => path !== '/api/v1/stream');
    await fc.assert(
      fc.asyncProperty(fc.oneof(...operations.map(requestOf)), async (request) => {
        const answer = await server.ask(request);
        expect(answer.statusCode).toBeLessThan(500);
        if (answer.statusCode < 400) return;
        expect(answer.headers['content-type']).toContain('application/problem+json');
        const problem = Problem.parse(answer.json());
        expect(problem.status).toBe(answer.statusCode);
        expect(problem.detail).not.toMatch(/undefined|\[object|\n\s+at /);
      }),
      { numRuns: 1_500 },
    );
    expect(server.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  }, 60_000);

  it('is usually accepted when nothing is broken: the generator reaches the handlers', async () => {
    const server = testServer();
    const operations = operationsOf(await readDocument());
    const check = operations.find(({ path }) => path === '/api/v1/alerts/check');
    const body = check?.operation.requestBody?.content['application/json']?.schema ?? {};
    const statuses = await Promise.all(
      fc
        .sample(valueOf(body), 50)
        .map(async (payload) => (await server.ask(post('/api/v1/alerts/check', payload))).statusCode),
    );
    expect(new Set(statuses)).toContain(200);
  });
});

/** The table of the README: a method holds for the paths after it; without "(no prefix)" they are under /api/v1. */
function routesIn(line: string): string[] {
  const cell = line.split('|')[1] ?? '';
  const prefix = cell.includes('(no prefix)') ? '' : '/api/v1';
  const routes: string[] = [];
  let methods: string[] = [];
  let afterPath = false;
  for (const [, method, path] of cell.matchAll(/\b(GET|POST|PUT|DELETE)\b|`(\/[^`]*)`/g)) {
    if (method !== undefined) {
      methods = afterPath ? [method] : [...methods, method];
      afterPath = false;
    } else if (path !== undefined) {
      routes.push(...methods.map((each) => `${each.toLowerCase()} ${prefix}${path}`));
      afterPath = true;
    }
  }
  return routes;
}
