/**
 * The page's contract over HTTP, without the product: for developing the page and for its browser tests.
 * It serves the built page under the policy a careful server sends, so that anything a policy would break breaks here.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { StreamMessage } from '../../src/api/contract/market.ts';
import { acceptedLanguage } from '../../src/api/accepted-language.ts';
import type { Language } from '../../src/kernel/sentence.ts';
import { CATALOG_ENTRIES, ConditionRefused, indicatorValues } from './mock-conditions.ts';
import { candleAt, candlesBefore, INSTRUMENTS, quoteAt, timeframeMs } from './mock-prices.ts';
import { MockProduct } from './mock-product.ts';

export const MOCK_KEY = 'fxa_mock_key';
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface MockServer {
  readonly url: string;
  readonly key: string;
  readonly product: MockProduct;
  /** Ends every open stream, as a restart of the server would. */
  cutStreams(): void;
  close(): Promise<void>;
}

export async function startMockServer(options: { port: number; page: string }): Promise<MockServer> {
  const streams = new Set<ServerResponse>();
  const publish = (message: StreamMessage): void => {
    const text = `event: ${message.type}\ndata: ${JSON.stringify(message.data)}\n\n`;
    for (const stream of streams) stream.write(text);
  };
  const product = new MockProduct(publish, Date.now());
  const server = createServer((request, response) => {
    handle({ request, response, product, streams, page: options.page }).catch((error: unknown) =>
      fail(response, error),
    );
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));

  let last = Date.now();
  const quotes = setInterval(() => {
    const now = Date.now();
    const moving = INSTRUMENTS.filter((_, i) => (Math.floor(now / 150) + i) % 3 === 0);
    publish({ type: 'quotes', data: moving.map(({ id }) => quoteAt(id, now)) });
    product.tick(now, last);
    last = now;
  }, 150);
  const status = setInterval(() => publish({ type: 'status', data: product.status(Date.now()) }), 1_000);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    key: MOCK_KEY,
    product,
    cutStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    close: () => {
      clearInterval(quotes);
      clearInterval(status);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the mock server has no port');
  return address.port;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly product: MockProduct;
  readonly streams: Set<ServerResponse>;
  readonly page: string;
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, response, product, streams } = exchange;
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/v1/')) return servePage(exchange, url.pathname);
  const path = url.pathname.slice('/api/v1'.length);
  const key = request.headers.authorization?.replace('Bearer ', '') ?? url.searchParams.get('key');
  if (key !== MOCK_KEY)
    return problem(response, 401, {
      code: 'unauthorized',
      detail: 'This key is not known: make one with "fxalert keys create".',
    });
  if (path === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(response);
    response.on('close', () => streams.delete(response));
    response.write(`event: status\ndata: ${JSON.stringify(product.status(Date.now()))}\n\n`);
    return;
  }
  const body: unknown =
    request.method === 'POST' || request.method === 'PUT' ? await readBody(request) : undefined;
  const language = acceptedLanguage(request.headers['accept-language']);
  const call = `${request.method ?? 'GET'} ${path}`;
  const answer = route(product, call, { query: url.searchParams, body, language });
  if (answer === NOT_FOUND)
    return problem(response, 404, { code: 'not-found', detail: `There is nothing at ${path}.` });
  if (answer === null) response.writeHead(204).end();
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

const NOT_FOUND = Symbol('not found');

function route(
  product: MockProduct,
  call: string,
  input: { query: URLSearchParams; body: unknown; language: Language },
): unknown {
  const { query, body, language } = input;
  const now = Date.now();
  const [, method = '', collection = '', id = '', action = ''] =
    /^(\w+) \/([\w-]+)(?:\/([^/]+))?(?:\/([\w-]+))?$/.exec(call) ?? [];
  switch (`${method} ${collection}`) {
    case 'GET status':
      return product.status(now);
    case 'GET instruments':
      if (id === '') return INSTRUMENTS;
      return action === 'indicators' ? indicator(id, query, { now, language }) : candles(id, query, now);
    case 'GET quotes':
      return INSTRUMENTS.map((instrument) => quoteAt(instrument.id, now));
    case 'GET indicators':
      return CATALOG_ENTRIES;
    case 'GET alerts': {
      if (action === 'blind-times') return [];
      if (id !== '') return product.alerts.get(id) ?? NOT_FOUND;
      const search = query.get('search')?.toLowerCase() ?? '';
      const all = [...product.alerts.values()].filter(
        (alert) =>
          (query.get('status') ?? alert.status) === alert.status &&
          alert.instruments.includes(query.get('instrument') ?? alert.instruments[0] ?? '') &&
          `${alert.name} ${alert.when}`.toLowerCase().includes(search),
      );
      return page(all.reverse(), query);
    }
    case 'POST alerts': {
      if (id === 'check') return product.check(body, now, language);
      if (id === 'dry-run') return product.dryRun(body, now);
      if (id === '') return product.createAlert(body, now);
      const alert = product.alerts.get(id);
      if (alert === undefined) return NOT_FOUND;
      return product.setStatus(alert, action === 'arm' ? 'armed' : 'paused', now);
    }
    case 'PUT alerts': {
      const alert = product.alerts.get(id);
      return alert === undefined ? NOT_FOUND : product.editAlert(alert, body, now);
    }
    case 'DELETE alerts':
      return product.alerts.delete(id) ? null : NOT_FOUND;
    case 'GET events': {
      if (id !== '') return product.events.find((event) => event.id === id) ?? NOT_FOUND;
      const alert = query.get('alert');
      const instrument = query.get('instrument');
      return page(
        product.events.filter(
          (event) =>
            (alert ?? event.alert) === event.alert && (instrument ?? event.instrument) === event.instrument,
        ),
        query,
      );
    }
    case 'GET deliveries':
      return product.deliveries.get(id) ?? NOT_FOUND;
    case 'POST deliveries':
      return product.redeliver(id) ?? NOT_FOUND;
    case 'GET channels':
      return [...product.channels.values()];
    case 'POST channels':
      if (action === 'test') return { result: 'ok', reason: null, detail: '204 No Content', tookMs: 61.4 };
      return product.addChannel(body);
    case 'PUT channels':
      return product.putChannel(body);
    case 'DELETE channels':
      return product.channels.delete(id) ? null : NOT_FOUND;
    default:
      return NOT_FOUND;
  }
}

function candles(instrument: string, query: URLSearchParams, now: number) {
  const timeframe = query.get('timeframe') ?? 'M5';
  const lengthMs = timeframeMs(timeframe);
  const before = query.get('before');
  const limit = Number(query.get('limit') ?? 500);
  return {
    instrument,
    timeframe,
    price: query.get('price') ?? 'bid',
    candles: candlesBefore(instrument, timeframe, {
      before: before === null ? now : Date.parse(before),
      limit,
    }),
    forming:
      before === null ? candleAt(instrument, Math.floor(now / lengthMs) * lengthMs, { lengthMs, now }) : null,
  };
}

function indicator(instrument: string, query: URLSearchParams, asked: { now: number; language: Language }) {
  const before = query.get('before');
  return indicatorValues(
    query.get('indicator') ?? '',
    { instrument, timeframe: query.get('timeframe') ?? 'M5' },
    {
      before: before === null ? asked.now : Date.parse(before),
      limit: Number(query.get('limit') ?? 500),
      language: asked.language,
    },
  );
}

function page<T>(all: readonly T[], query: URLSearchParams) {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 50);
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

async function servePage({ response, page: folder }: Exchange, pathname: string): Promise<void> {
  const file = extname(pathname) === '' ? '/index.html' : normalize(pathname);
  const headers = {
    'content-security-policy': CSP,
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
  };
  const content = await readFile(join(folder, file)).catch(() => null);
  if (content === null) response.writeHead(404).end();
  else response.writeHead(200, headers).end(content);
}

function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof ConditionRefused)
    return problem(response, 422, { code: 'condition', detail: error.message, condition: error.condition });
  const detail = error instanceof Error ? error.message : String(error);
  problem(response, 400, { code: 'invalid', detail });
}

function problem(response: ServerResponse, status: number, fields: Readonly<Record<string, unknown>>): void {
  if (response.headersSent) return void response.end();
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: 'Refused', status, ...fields }));
}
