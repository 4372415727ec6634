/** What a driver reports, made into one of two errors: a StorageError an operator can act on, or a SqlError that is a bug here. */
import { StorageError } from './storage-error.ts';

/** PostgreSQL refused a statement; `sqlState` is its five-character code. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly sqlState: string;

  constructor(sqlState: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.sqlState = sqlState;
  }
}

interface DriverFailure {
  readonly message: string;
  /** SQLSTATE, errno, or null. */
  readonly code: string | null;
  readonly detail: string | null;
}

/** `subject` names the database in messages: `data folder "…"` or `PostgreSQL at host:port`, never with a password. */
export function databaseError(failure: DriverFailure, subject: string, cause?: unknown): Error {
  const { message } = failure;
  const code = failure.code ?? '';
  if (code === 'ENOSPC' || code === '53100' || /no space left on device/i.test(message)) {
    return new StorageError(
      'disk-full',
      `no disk space left for ${subject}: free some, then start again`,
      cause,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StorageError(
      'no-permission',
      `${subject} cannot be written by this user (${code}): change its owner, or choose another one`,
      cause,
    );
  }
  if (code.startsWith('28')) {
    return new StorageError(
      'login-refused',
      `${subject} refused the login: ${message}; check user and password`,
      cause,
    );
  }
  if (code === '3D000') {
    return new StorageError('no-database', `${subject}: ${message}; create it with createdb`, cause);
  }
  if (code === '57014' || code === '55P03' || code === '25P03') {
    return new StorageError('timeout', `${subject} took too long: ${message}`, cause);
  }
  if (isLostConnection(code, message)) {
    const reason = message === '' ? code : message;
    return new StorageError('unreachable', `no answer from ${subject}: ${reason}; is it running?`, cause);
  }
  if (/^[0-9A-Z]{5}$/.test(code)) {
    return new SqlError(code, failure.detail === null ? message : `${message} (${failure.detail})`, cause);
  }
  return new StorageError('damaged', `${subject} failed: ${message}`, cause);
}

/** Class 08 is connection trouble, 57P0x a server that shuts down or starts up, 53300 one without a free connection. */
function isLostConnection(code: string, message: string): boolean {
  return (
    code.startsWith('08') ||
    code.startsWith('57P0') ||
    code === '53300' ||
    /^(ECONN|EHOST|ENET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/.test(code) ||
    /connection terminated|connection timeout|timeout exceeded when trying|query read timeout|client was closed|not queryable/i.test(
      message,
    )
  );
}
