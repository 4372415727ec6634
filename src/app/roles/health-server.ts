/** What worker and scheduler answer over HTTP: whether they live and work, their metrics, and ticks that the API hands on to the feed. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ReadinessCheck } from '../../api/services.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { BadInput } from '../commands/output.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;

interface HealthOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
  readonly readiness: () => readonly ReadinessCheck[];
  /** Null where no feed can run. */
  readonly ingest: PushedTicks | null;
}

interface PushedTicks {
  /** Shared by the processes of one database; null until that is known. */
  readonly token: () => string | null;
  /** JSON of a batch to JSON of an outcome. */
  readonly take: (batch: unknown) => Promise<object>;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startHealthServer(options: HealthOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, { status: 'error', detail: (error as Error).message });
    });
  });
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const where = `${options.host}:${options.port}`;
    throw new BadInput(
      `cannot listen on ${where} (${code ?? message}): choose another HEALTH_PORT or HEALTH_HOST`,
    );
  }
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HealthOptions,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://health');
  if (request.method === 'POST' && pathname === '/internal/ticks' && options.ingest !== null)
    return takeTicks(request, response, options.ingest);
  if (request.method !== 'GET') return send(response, 405, { status: 'error', detail: 'only GET' });
  switch (pathname) {
    case '/health/live':
      return send(response, 200, { status: 'ok', checks: [] });
    case '/health/ready': {
      const checks = options.readiness();
      const isReady = checks.every(({ ok }) => ok);
      return send(response, isReady ? 200 : 503, { status: isReady ? 'ok' : 'not-ready', checks });
    }
    case '/metrics': {
      const text = await options.metrics.text();
      response.writeHead(200, { 'content-type': options.metrics.contentType }).end(text);
      return;
    }
    default:
      return send(response, 404, { status: 'error', detail: '/health/live, /health/ready, /metrics' });
  }
}

async function takeTicks(
  request: IncomingMessage,
  response: ServerResponse,
  ingest: PushedTicks,
): Promise<void> {
  const token = ingest.token();
  if (token === null || !isSame(request.headers.authorization ?? '', `Bearer ${token}`))
    return send(response, 401, { status: 'error', detail: 'for other processes of this database only' });
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_LIMIT_BYTES) return send(response, 413, { status: 'error', detail: 'too large' });
    parts.push(part);
  }
  send(response, 200, await ingest.take(JSON.parse(Buffer.concat(parts).toString('utf8'))));
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
