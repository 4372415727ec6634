/**
 * GMO Coin's public FX API on loopback, as faithful as its documentation and the observations of its users allow: envelopes, status 5 in
 * maintenance and 503 at the upgrade, silent subscribes, one subscribe per second and address with an ERR-5003 frame, a ping a minute and
 * a cut after three misses, microsecond stamps, keys in any order, symbols that close. Time can be made to run faster.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { fakeKlines } from './fake-gmo-klines.ts';

export interface FakeQuote {
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  readonly timestamp: string;
  readonly status: 'OPEN' | 'CLOSE';
}

export interface FakeGmoOptions {
  readonly symbols?: readonly string[];
  /** Server time of REST answers and candles. */
  readonly now?: () => number;
  readonly subscribeLimitMs?: number;
  readonly pingMs?: number;
}

export class FakeGmo {
  status: 'OPEN' | 'CLOSE' | 'MAINTENANCE' = 'OPEN';
  /** The next so many requests are cut without an answer. */
  resets = 0;
  /** Requests are read and not answered. */
  mute = false;
  /** What a middlebox does to every successful answer. */
  garble: (body: string) => string = (body) => body;
  /** The next so many requests get HTTP 429. */
  tooMany = 0;
  /** The next so many subscribes are refused whatever their pace, as after a reconnect storm. */
  block = 0;
  /** Subscribes of these symbols are lost without a word. */
  readonly deaf = new Set<string>();
  readonly requests: string[] = [];
  readonly subscribes: { readonly symbol: string; readonly atMs: number; readonly refused: boolean }[] = [];
  connections = 0;
  readonly #options: Required<FakeGmoOptions>;
  readonly #http: Server;
  readonly #upgrades = new WebSocketServer({ noServer: true });
  readonly #clients = new Map<WebSocket, Set<string>>();
  readonly #sockets = new Set<Socket>();
  readonly #quotes = new Map<string, FakeQuote>();
  #lastSubscribeMs = -Infinity;
  #sent = 0;

  constructor(options: FakeGmoOptions = {}) {
    this.#options = {
      symbols: options.symbols ?? ['USD_JPY', 'EUR_USD', 'GBP_JPY'],
      now: options.now ?? (() => Date.now()),
      subscribeLimitMs: options.subscribeLimitMs ?? 1_000,
      pingMs: options.pingMs ?? 60_000,
    };
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  async start(): Promise<{ readonly restUrl: string; readonly socketUrl: string }> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    const { port } = this.#http.address() as AddressInfo;
    return { restUrl: `http://127.0.0.1:${port}/public`, socketUrl: `ws://127.0.0.1:${port}/ws/public` };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** A quote changes: /ticker knows it, and subscribers get it. */
  quote(symbol: string, bid: string, ask: string, status: FakeQuote['status'] = 'OPEN'): FakeQuote {
    const timestamp = new Date(this.#options.now()).toISOString().replace('Z', '671Z');
    const quote = { symbol, bid, ask, timestamp, status };
    this.#quotes.set(symbol, quote);
    this.raw(symbol, this.#text(quote));
    return quote;
  }

  /** Any frame to whoever subscribed to the symbol. */
  raw(symbol: string, frame: string): void {
    for (const [client, symbols] of this.#clients) if (symbols.has(symbol)) client.send(frame);
  }

  subscribed(symbol: string): boolean {
    return [...this.#clients.values()].some((symbols) => symbols.has(symbol));
  }

  dropConnections(): void {
    for (const client of this.#clients.keys()) client.terminate();
  }

  /** The network goes away without a word: frames are neither read nor written, the sockets stay open. */
  freeze(): void {
    for (const client of this.#clients.keys()) client.pause();
  }

  /** Key order differs from frame to frame, as it does at the provider. */
  #text({ symbol, bid, ask, timestamp, status }: FakeQuote): string {
    const orders = [
      { symbol, ask, bid, timestamp, status },
      { ask, bid, symbol, timestamp, status },
      { status, timestamp, symbol, bid, ask },
    ];
    return JSON.stringify(orders[this.#sent++ % orders.length]);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://fake');
    this.requests.push(url.pathname.replace('/public/v1/', '') + url.search);
    if (this.mute) return;
    if (this.resets > 0) {
      this.resets--;
      request.socket.resetAndDestroy();
      return;
    }
    if (this.tooMany > 0) {
      this.tooMany--;
      response.writeHead(429, { 'retry-after': '0' }).end('slow down');
      return;
    }
    if (this.status === 'MAINTENANCE' && !url.pathname.endsWith('/status'))
      return this.#fail(response, 'ERR-5201', 'MAINTENANCE. Please wait for a while');
    this.#route(url, response);
  }

  #route(url: URL, response: ServerResponse): void {
    switch (url.pathname) {
      case '/public/v1/status':
        return this.#succeed(response, { status: this.status });
      case '/public/v1/ticker':
        return this.#succeed(response, [...this.#quotes.values()]);
      case '/public/v1/symbols':
        return this.#succeed(response, this.#symbolRows());
      case '/public/v1/klines':
        return this.#klines(url.searchParams, response);
      default:
        response.writeHead(404).end();
    }
  }

  #symbolRows(): unknown {
    return this.#options.symbols.map((symbol) => ({
      symbol,
      minOpenOrderSize: '100',
      maxOrderSize: '500000',
      sizeStep: '1',
      tickSize: symbol.endsWith('JPY') ? '0.001' : '0.00001',
    }));
  }

  #klines(query: URLSearchParams, response: ServerResponse): void {
    const { symbol, priceType, interval, date } = Object.fromEntries(query);
    if (symbol === undefined || priceType === undefined || interval === undefined || date === undefined)
      return this.#fail(response, 'ERR-5106', 'Invalid request parameter.');
    if (!this.#options.symbols.includes(symbol))
      return this.#fail(response, 'ERR-5207', 'Invalid symbol, interval or date.');
    const klines = fakeKlines({ interval, date, priceType }, this.#options.now());
    if (klines === null) response.writeHead(404).end();
    else this.#succeed(response, klines);
  }

  #succeed(response: ServerResponse, data: unknown): void {
    const responsetime = new Date(this.#options.now()).toISOString();
    response.setHeader('content-type', 'application/json');
    response.end(this.garble(JSON.stringify({ status: 0, data, responsetime })));
  }

  #fail(response: ServerResponse, code: string, text: string): void {
    const messages = [{ message_code: code, message_string: text }];
    response.end(JSON.stringify({ status: 5, messages, responsetime: new Date().toISOString() }));
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (this.status === 'MAINTENANCE') {
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.#upgrades.handleUpgrade(request, socket, head, (client) => this.#accept(client));
  }

  #accept(client: WebSocket): void {
    this.connections++;
    const symbols = new Set<string>();
    this.#clients.set(client, symbols);
    let missed = 0;
    const ping = setInterval(() => {
      if (++missed > 3) client.terminate();
      else client.ping();
    }, this.#options.pingMs);
    client.on('pong', () => (missed = 0));
    client.on('message', (data: Buffer) => this.#command(client, symbols, data.toString()));
    client.on('close', () => {
      clearInterval(ping);
      this.#clients.delete(client);
    });
  }

  #command(client: WebSocket, symbols: Set<string>, text: string): void {
    const { command, symbol } = JSON.parse(text) as { readonly command: string; readonly symbol: string };
    const nowMs = performance.now();
    const refused = this.block > 0 || nowMs - this.#lastSubscribeMs < this.#options.subscribeLimitMs;
    this.block = Math.max(0, this.block - 1);
    this.#lastSubscribeMs = nowMs;
    this.subscribes.push({ symbol, atMs: nowMs, refused });
    if (refused) client.send('{"error":"ERR-5003 Request too many."}');
    else if (command === 'unsubscribe') symbols.delete(symbol);
    else if (!this.deaf.has(symbol)) symbols.add(symbol);
  }
}
