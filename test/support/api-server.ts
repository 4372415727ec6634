/** A server over in-memory services, its log as lines, and a short way to ask it. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { ServerOptions } from '../../src/api/server.ts';
import { createServer } from '../../src/api/server.ts';
import type { ApiServices } from '../../src/api/services.ts';
import { createLog } from '../../src/telemetry/log.ts';
import type { MemoryWorld } from './memory-services.ts';
import { addKey, memoryServices, memoryWorld } from './memory-services.ts';

export interface TestServer {
  readonly app: FastifyInstance;
  readonly world: MemoryWorld;
  readonly services: ApiServices;
  /** A key with scope admin. */
  readonly key: string;
  readonly logLines: string[];
  readonly requests: { readonly route: string; readonly status: number }[];
  /** With the admin key unless headers say otherwise. */
  readonly ask: (options: InjectOptions) => Promise<LightMyRequestResponse>;
}

/** `replace` puts real parts in the place of those in memory. */
export function testServer(
  overrides: Partial<ServerOptions> = {},
  replace: Partial<ApiServices> = {},
): TestServer {
  const world = memoryWorld();
  const key = addKey(world, ['admin']);
  const logLines: string[] = [];
  const requests: { route: string; status: number }[] = [];
  const services = { ...memoryServices(world), ...replace };
  const app = createServer(services, {
    version: '0.0.0',
    bindAddress: '127.0.0.1',
    publicHosts: [],
    corsOrigins: [],
    trustedProxies: [],
    pageRoot: null,
    log: createLog({
      level: 'debug',
      pretty: false,
      role: 'api',
      destination: { write: (line) => logLines.push(line) },
    }),
    observeRequest: ({ route, status }) => requests.push({ route, status }),
    requestsPerMinute: 1_000_000,
    ...overrides,
  });
  const ask = (options: InjectOptions): Promise<LightMyRequestResponse> =>
    app.inject({
      ...options,
      headers: { host: 'localhost:8000', authorization: `Bearer ${key}`, ...options.headers },
    });
  return { app, world, services, key, logLines, requests, ask };
}
