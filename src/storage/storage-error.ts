/** What can go wrong with the database, by a stable code; the message names the culprit and says what to do. */
type StorageErrorCode =
  /** Another process has the data folder open. */
  | 'in-use'
  /** The data folder cannot be read or written by this user. */
  | 'no-permission'
  | 'disk-full'
  /** The data folder holds something PostgreSQL cannot start from. */
  | 'damaged'
  /** No answer from the server, or the connection was lost. A commit may or may not have happened. */
  | 'unreachable'
  | 'login-refused'
  | 'no-database'
  /** The server is older than the SQL here can run on. */
  | 'server-too-old'
  /** A statement or a lock took longer than its limit. */
  | 'timeout'
  /** An applied migration differs from the one in this version. */
  | 'migration-changed'
  /** The database was migrated by a newer version. */
  | 'schema-newer'
  /** An edit in a batch is not the next revision of its alert: whoever made it must look again. */
  | 'edit-refused'
  /** A page cursor that was not made by this list. */
  | 'bad-cursor'
  | 'closed';

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
