/**
 * One WebSocket connection: opened within a limit, watched for life, ended once. The server's own ping comes once a minute; ours come
 * every few seconds, because a half-open connection looks exactly like a quiet market.
 */
import { WebSocket } from 'ws';
import { type Result, err, ok } from '../../kernel/result.ts';
import type { Loss } from '../notices.ts';
import type { GmoTimings } from './gmo-timings.ts';

interface ConnectFailure {
  /** `maintenance`: the upgrade was answered with HTTP 503. */
  readonly reason: 'maintenance' | 'failed';
  readonly why: Loss;
}

export interface GmoConnection {
  send(text: string): void;
  /** Resolves with why it ended; never rejects. */
  readonly ended: Promise<Loss>;
  /** Ends it at once, without a closing handshake. */
  terminate(why: Loss): void;
}

interface ConnectOptions {
  readonly url: string;
  readonly timings: Pick<GmoTimings, 'connectTimeoutMs' | 'pingMs' | 'deadMs'>;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
}

/** A frame of ours is 200 bytes; more than this is no ticker. */
const MAX_FRAME_BYTES = 64 * 1024;

export function connect(options: ConnectOptions): Promise<Result<GmoConnection, ConnectFailure>> {
  const { url, timings, signal } = options;
  return new Promise((resolve) => {
    const fail = (reason: ConnectFailure['reason'], why: Loss): void => resolve(err({ reason, why }));
    if (signal.aborted) return fail('failed', { key: 'closedUnopened' });
    const socket = new WebSocket(url, {
      handshakeTimeout: timings.connectTimeoutMs,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
    const abandon = (): void => socket.terminate();
    signal.addEventListener('abort', abandon, { once: true });
    socket.once('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0;
      fail(status === 503 ? 'maintenance' : 'failed', { key: 'upgradeRefused', status });
      socket.terminate();
    });
    // Stays for the whole life: an `error` without a listener would end the process. `close` always follows it.
    socket.on('error', (error) => fail('failed', { key: 'verbatim', text: error.message }));
    socket.once('close', () => {
      signal.removeEventListener('abort', abandon);
      fail('failed', { key: 'closedUnopened' });
    });
    socket.once('open', () => resolve(ok(supervise(socket, options))));
  });
}

function supervise(socket: WebSocket, { timings, onText }: ConnectOptions): GmoConnection {
  let why: Loss | null = null;
  let aliveMs = performance.now();
  const alive = (): void => {
    aliveMs = performance.now();
  };
  const terminate = (loss: Loss): void => {
    why ??= loss;
    socket.terminate();
  };
  const heartbeat = setInterval(() => {
    if (performance.now() - aliveMs > timings.deadMs)
      terminate({ key: 'nothingCame', seconds: timings.deadMs / 1_000 });
    else socket.ping();
  }, timings.pingMs);
  socket.on('ping', alive);
  socket.on('pong', alive);
  socket.on('message', (data: Buffer) => {
    alive();
    onText(data.toString('utf8'));
  });
  const ended = new Promise<Loss>((resolve) => {
    socket.once('error', (error) => (why ??= { key: 'verbatim', text: error.message }));
    socket.once('close', (code) => {
      clearInterval(heartbeat);
      resolve(why ?? { key: 'closedByProvider', code });
    });
  });
  return {
    ended,
    terminate,
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
  };
}
