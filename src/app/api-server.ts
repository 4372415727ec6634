/** The HTTP server of the product, and where it listens. */
import { createServer as createNetServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createServer } from '../api/server.ts';
import type { ApiServices } from '../api/services.ts';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { BadInput } from './commands/output.ts';
import { VERSION } from './version.ts';

interface ApiServerParts {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export function apiServer(services: ApiServices, { config, log, metrics }: ApiServerParts): FastifyInstance {
  return createServer(services, {
    version: VERSION,
    bindAddress: config.HOST,
    openMetrics: config.OPEN_METRICS,
    publicHosts: config.PUBLIC_HOSTS,
    corsOrigins: [],
    trustedProxies: config.TRUSTED_PROXIES,
    pageRoot: new URL('./web/', import.meta.url).pathname,
    log,
    observeRequest: ({ method, route, status, seconds }) =>
      metrics.httpSeconds.observe({ method, route, status: String(status) }, seconds),
  });
}

/** The address for people: `http://localhost:8000`. */
export async function listen(server: FastifyInstance, config: Config): Promise<string> {
  const url = await server
    .listen({ host: config.HOST, port: config.PORT })
    .catch((error: NodeJS.ErrnoException) => {
      throw error.code === undefined ? error : new BadInput(listenSentence(error.code, config));
    });
  return url.replace(/\[::1?\]|127\.0\.0\.1|0\.0\.0\.0/, 'localhost');
}

/** Said before the database is opened and history read, not half a minute later. */
export function refuseTakenPort(config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createNetServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(new BadInput(listenSentence(error.code ?? error.message, config)));
    });
    probe.listen(config.PORT, config.HOST, () => probe.close(() => resolve()));
  });
}

function listenSentence(code: string, { HOST, PORT }: Config): string {
  if (code === 'EADDRINUSE')
    return `port ${PORT} on ${HOST} is in use: stop what has it, or choose another with PORT or --port`;
  if (code === 'EACCES')
    return `port ${PORT} on ${HOST} needs more rights: choose one above 1023 with PORT or --port`;
  return `cannot listen on ${HOST}:${PORT} (${code}): check HOST and PORT`;
}
