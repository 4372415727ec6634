/**
 * Every route says who may use it, in `config.access`; one under /api or /ingest that does not is a bug found when the server is built.
 * The hook below runs before anything of the request is parsed.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assert } from '../../kernel/assert.ts';
import { ApiError } from '../errors.ts';
import type { ApiKeyRecord, Scope } from './api-key.ts';
import { allows } from './api-key.ts';
import type { Authenticator } from './authenticate.ts';

/** `public`, or the scopes of which a key needs one. */
type Access = 'public' | readonly [Scope, ...Scope[]];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Stays open. The key may come as `?key=`, because EventSource cannot set headers. */
    stream?: boolean;
  }
  interface FastifyRequest {
    /** Null on public routes. */
    apiKey: ApiKeyRecord | null;
  }
}

const CLOSED = /^\/(api|ingest|metrics)(\/|$)/;

export function guardRoutes(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest('apiKey', null);
  app.addHook('onRoute', (route) => {
    assert(
      route.config?.access !== undefined || !CLOSED.test(route.url),
      `${String(route.method)} ${route.url} does not say who may use it: give it config.access`,
    );
  });
  app.addHook('onRequest', async (request) => {
    const { access, stream } = request.routeOptions.config;
    if (access === undefined || access === 'public') return;
    request.apiKey = await authenticator.authenticate(
      {
        authorization: request.headers.authorization,
        queryKey: stream === true ? keyInQueryOf(request) : undefined,
        address: request.ip,
      },
      request.log,
    );
    if (!allows(request.apiKey.scopes, access)) {
      throw new ApiError(
        'forbidden',
        `the key "${request.apiKey.name}" has ${listOf(request.apiKey.scopes)}; this needs ${access.join(' or ')}`,
      );
    }
  });
}

function keyInQueryOf(request: FastifyRequest): string | undefined {
  const { key } = request.query as { readonly key?: unknown };
  return typeof key === 'string' ? key : undefined;
}

function listOf(scopes: readonly Scope[]): string {
  return scopes.length === 0 ? 'no scope' : `scope ${scopes.join(', ')}`;
}
