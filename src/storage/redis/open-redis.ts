/**
 * A connection to Redis that comes back by itself. Nothing waits in a queue while it is away: a command then fails at once, one without an
 * answer after ANSWER_MS, and whoever sent it decides.
 */
import { Redis } from 'ioredis';
import { LogError } from './log-error.ts';

const CONNECT_MS = 3_000;
const ANSWER_MS = 4_000;
const RECONNECT_MS = 500;

export interface RedisServer {
  /** For messages, without a password: `Redis at host:port`. */
  readonly subject: string;
  readonly commands: Redis;
  /** For reads that wait, and hold up whatever is sent behind them: one for each follower of a process, which are engine and recorder. */
  readonly reads: readonly Redis[];
  close(): void;
}

/** Connects in the background: an absent server shows in the first command, not here. */
export function openRedis(url: string): RedisServer {
  const { hostname, port } = new URL(url);
  const connect = (): Redis => {
    const redis = new Redis(url, {
      connectTimeout: CONNECT_MS,
      commandTimeout: ANSWER_MS,
      retryStrategy: () => RECONNECT_MS,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
    });
    // Told to whoever sends the next command.
    redis.on('error', () => undefined);
    return redis;
  };
  const commands = connect();
  const reads = [connect(), connect()];
  return {
    subject: `Redis at ${hostname}:${port === '' ? '6379' : port}`,
    commands,
    reads,
    close() {
      commands.disconnect();
      for (const each of reads) each.disconnect();
    },
  };
}

/** A server's own refusal has a word in capitals first (`OOM`, `READONLY`, `NOAUTH`, `LOADING`); anything else is a lost connection. */
export function redisError(error: unknown, subject: string): LogError {
  if (error instanceof LogError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/^(OOM|READONLY|NOAUTH|WRONGPASS|NOPERM|MISCONF|WRONGTYPE|ERR)\b/.test(message))
    return new LogError('refused', `${subject} refuses: ${message}`, error);
  return new LogError('unreachable', `no answer from ${subject}: ${message}; is it running?`, error);
}
