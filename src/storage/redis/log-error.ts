/** What can go wrong with the tick log, by a stable code; the message names the server and says what to do. */
type LogErrorCode =
  /** No answer from the server, or the connection was lost. An append may or may not have happened. */
  | 'unreachable'
  /** The server is there and refuses: out of memory, read only, a wrong password. */
  | 'refused'
  /** An entry of a kind that only a newer version writes. */
  | 'newer-entry';

export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
