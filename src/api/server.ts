/**
 * The HTTP server: security first, then routes, then the page. Everything it needs comes in through `services`; it holds no state but
 * what protects it (rate limits, remembered keys, open streams).
 *
 * Order of a request: Host check → key and scope → rate limit → body → schema → handler → schema of the answer.
 */
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { fastify, LogController } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { ApiApp } from './app.ts';
import { guardRoutes } from './auth/access.ts';
import { Authenticator } from './auth/authenticate.ts';
import { groupOf } from './auth/wrong-key-throttle.ts';
import type { ErrorClassifier } from './error-handler.ts';
import { answerBrokenHttp, answerError, handleErrors } from './error-handler.ts';
import { ApiError } from './errors.ts';
import { hostCheck, isLoopback } from './host-check.ts';
import { acceptJsonOnly, refuseUnsafeAddress } from './json-body.ts';
import { answerNotFound, RouteTable } from './not-found.ts';
import { documentRoutes } from './openapi.ts';
import { servePage } from './page.ts';
import { closePromptly } from './prompt-close.ts';
import type { RequestObserver } from './request-log.ts';
import { logRequests } from './request-log.ts';
import { alertRoutes } from './routes/alerts.ts';
import { channelRoutes } from './routes/channels.ts';
import { conditionRoutes } from './routes/conditions.ts';
import { createAlertRoutes } from './routes/create-alerts.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { eventRoutes } from './routes/events.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { jobRoutes } from './routes/jobs.ts';
import { marketRoutes } from './routes/market.ts';
import { operationRoutes, statusRoutes } from './routes/operation.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { streamRoutes } from './routes/stream.ts';
import type { ApiServices } from './services.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';
import { AlertViews } from './views/alert-views.ts';

export interface ServerOptions {
  readonly version: string;
  /** Address the caller will listen on: on loopback the Host header is checked. */
  readonly bindAddress: string;
  /** /metrics without a key on any address; on loopback it is open anyway. */
  readonly openMetrics?: boolean;
  /** Names under which a proxy forwards to a server on loopback. */
  readonly publicHosts: readonly string[];
  /** Origins of other pages that may call the API; none by default. */
  readonly corsOrigins: readonly string[];
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Folder of the built page; null serves none. */
  readonly pageRoot: string | null;
  readonly log: FastifyBaseLogger;
  readonly observeRequest: RequestObserver;
  /** Per API key, without one per address; 1,200 by default. */
  readonly requestsPerMinute?: number;
  /** After which a request is answered 503; 10 s by default. */
  readonly handlerTimeoutMs?: number;
  /** After which a connection on which nothing moves is cut; a minute by default. */
  readonly silenceMs?: number;
}

const BODY_LIMIT = 1024 * 1024;
const REQUESTS_PER_MINUTE = 1_200;
const HANDLER_TIMEOUT_MS = 10_000;
/** Time a client has for sending a whole request. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than any handler but a download, and than the beat of a stream: only one who does not read what he asked for is silent so long. */
const SILENCE_MS = 60_000;

/** Not listening yet: `await server.listen({ host, port })`, or `server.inject` in tests. */
export function createServer(services: ApiServices, options: ServerOptions): FastifyInstance {
  const classify: ErrorClassifier = (error) =>
    services.isUnavailable(error) ? 'unavailable' : services.isBadCursor(error) ? 'bad-cursor' : 'bug';
  const checkHost = hostCheck(options);
  const routes = new RouteTable();

  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: options.silenceMs ?? SILENCE_MS,
    handlerTimeout: options.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, classify),
    clientErrorHandler: (error, socket) => answerBrokenHttp(error, socket),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  acceptJsonOnly(app);
  handleErrors(app, classify);
  logRequests(app, options.observeRequest);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  refuseUnsafeAddress(app);
  routes.watch(app);
  closePromptly(app);
  app.addHook('preClose', (done) => {
    services.hub.close();
    done();
  });

  void app.register(async (root) => {
    await protect(root, options);
    // After the headers that protect a browser: a refusal carries them too.
    root.addHook('onRequest', (request, _reply, next) => {
      checkHost(request.headers.host);
      next();
    });
    guardRoutes(root, new Authenticator(services.keys, services.clock));
    await documentRoutes(root, options.version);
    operationRoutes(root, services, {
      openMetrics: options.openMetrics === true || isLoopback(options.bindAddress),
    });
    ingestRoutes(root, services);
    await root.register(
      (api, _options, done) => {
        apiRoutes(api, services);
        done();
      },
      { prefix: '/api/v1' },
    );
    answerNotFound(root, routes, await servePage(root, options.pageRoot));
  });
  return app;
}

function apiRoutes(api: ApiApp, services: ApiServices): void {
  api.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  const alerts = new AlertViews(services);
  createAlertRoutes(api, services, alerts);
  alertRoutes(api, services, alerts);
  conditionRoutes(api, services);
  eventRoutes(api, services);
  deliveryRoutes(api, services);
  channelRoutes(api, services);
  jobRoutes(api, services);
  statisticsRoutes(api, services);
  marketRoutes(api, services);
  statusRoutes(api, services);
  streamRoutes(api, services);
}

async function protect(app: FastifyInstance, options: ServerOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // TLS ends at the proxy, which sets it; on a plain loopback port it would only lock the browser out.
    strictTransportSecurity: false,
  });
  if (options.corsOrigins.length > 0) {
    await app.register(cors, { origin: [...options.corsOrigins], credentials: false, maxAge: 600 });
  }
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1_024 });
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    // A desk behind one address has a budget for each of its keys.
    keyGenerator: ({ apiKey, ip }) => apiKey?.id ?? groupOf(ip),
    errorResponseBuilder: (_request, { ttl }) => {
      const retryAfterSeconds = Math.max(1, Math.ceil(ttl / 1_000));
      return new ApiError('too-many-requests', `try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
    },
  });
}
