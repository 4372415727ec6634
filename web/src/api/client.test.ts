import { expect, test } from 'vitest';
import { createApiClient } from './client.ts';
import { ApiFailure } from './problem.ts';
import type { Session } from './session.ts';

function session(key: string | null) {
  const calls = { refused: 0 };
  const fake: Session = {
    get: () => ({ key, refused: false }),
    subscribe: () => () => undefined,
    signIn: () => undefined,
    signOut: () => undefined,
    refuse: () => void calls.refused++,
  };
  return { fake, calls };
}

const clientOf = (fake: Session, send: typeof fetch) => createApiClient(fake, send, () => 'ja');

const answer =
  (status: number, body: string): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, { status }));

test('key and language travel in headers and empty query values stay away', async () => {
  const seen: { url: string; init: RequestInit }[] = [];
  const send: typeof fetch = (url, init) => {
    seen.push({ url: url as string, init: init ?? {} });
    return Promise.resolve(new Response('{"items":[]}'));
  };
  const client = clientOf(session('fxa_1').fake, send);
  await client.get('/alerts', { query: { status: 'armed', search: '', cursor: undefined } });
  expect(seen[0]?.url).toBe('/api/v1/alerts?status=armed');
  expect(seen[0]?.init.headers).toEqual({ 'accept-language': 'ja', authorization: 'Bearer fxa_1' });
});

test('a problem of the server becomes a failure with its code and its field errors', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Bad',
    status: 422,
    code: 'invalid',
    detail: 'The body is wrong.',
    errors: [{ path: '/settings/url', message: 'not an address' }],
  };
  const client = clientOf(session('k').fake, answer(422, JSON.stringify(problem)));
  const failure = await client.post('/channels', { body: {} }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiFailure);
  expect(failure).toMatchObject({ status: 422, code: 'invalid', message: 'The body is wrong.' });
  expect((failure as ApiFailure).fieldError('/settings/url')).toBe('not an address');
});

test('a refused key is reported to the session', async () => {
  const { fake, calls } = session('old');
  await expect(clientOf(fake, answer(401, '')).get('/status')).rejects.toMatchObject({ status: 401 });
  expect(calls.refused).toBe(1);
});

test('an error page of a proxy is a failure without a problem, not a crash', async () => {
  const client = clientOf(session('k').fake, answer(502, '<html>Bad gateway</html>'));
  await expect(client.get('/status')).rejects.toMatchObject({ status: 502, code: 'unexpected-answer' });
});

test('a server that cannot be reached is a failure of its own kind', async () => {
  const client = clientOf(session('k').fake, () => Promise.reject(new TypeError('failed to fetch')));
  await expect(client.get('/status')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
});

test('an empty answer is fine for a removal', async () => {
  const client = clientOf(session('k').fake, () => Promise.resolve(new Response(null, { status: 204 })));
  await expect(client.remove('/alerts/1')).resolves.toBeUndefined();
});
