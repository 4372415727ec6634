/**
 * The log: one JSON line an event, or one readable line on a terminal. What may be logged is an allow-list: a field that is not on it is
 * left out and named in `droppedFields`, so that nobody writes a whole request or a channel's settings by accident. As a second belt,
 * everything shaped like one of our secrets is masked in the finished line.
 */
import pino from 'pino';
import type { Bindings, ChildLoggerOptions, Logger } from 'pino';
import { prettyLine } from './pretty-line.ts';

type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogDestination {
  write(line: string): void;
}

export function createLog(options: {
  readonly level: LogLevel;
  /** One readable line an event, for a person at a terminal. */
  readonly pretty: boolean;
  readonly destination: LogDestination;
  /** Gets every line too, as JSON whatever `pretty` says. */
  readonly file?: LogDestination | null;
  /** Which process writes: `api`, `worker`, `scheduler`, `all`. */
  readonly role: string;
}): Logger {
  const { destination, file = null, pretty } = options;
  const log = pino(
    {
      level: options.level,
      base: { role: options.role },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: errorFields, error: errorFields },
      formatters: {
        // The operator's manual says WARNING.
        level: (label) => ({ level: label === 'warn' ? 'warning' : label }),
        bindings: allowed,
        log: allowed,
      },
    },
    {
      write: (line: string) => {
        const masked = maskSecrets(line);
        destination.write(pretty ? prettyLine(masked) : masked);
        file?.write(masked);
      },
    },
  );
  // pino does not ask the formatter of bindings for children; they inherit this method instead.
  const makeChild: unknown = Reflect.get(log, 'child');
  return Object.assign(log, {
    child(this: Logger, bindings: Bindings, childOptions?: ChildLoggerOptions): Logger {
      return (makeChild as MakeChild).call(this, allowed(bindings), childOptions);
    },
  });
}

type MakeChild = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger;

/** Ids, names, counts, times and reasons; never a body, a header, an address with a query, settings. */
const ALLOWED_FIELDS: ReadonlySet<string> = new Set(
  `role event job result reason detail code err error step
  reqId requestId keyId address method route status tookMs host port url version pid signal
  feed state notice instrument instruments timeframe ageMs at seq count text line
  alert revision severity kind channel channels delivery attempt attempts eventId leftMs waitMs
  database folder file migration rows bytes limit name names ticks errors`.split(/\s+/),
);
const ERROR_FIELDS: ReadonlySet<string> = new Set(['err', 'error']);

/** Texts, numbers, flags and lists of them; an object could bring anything in under a good name. */
function allowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const isPlain = [value].flat().every((item) => typeof item !== 'object' || item === null);
    if (ALLOWED_FIELDS.has(name) && (isPlain || ERROR_FIELDS.has(name))) kept[name] = value;
    else dropped.push(name);
  }
  if (dropped.length > 0) kept['droppedFields'] = dropped.join(' ');
  return kept;
}

/** Only what explains an error: its other properties may hold a query, a request or a configuration. */
function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { readonly code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bfxa_([a-z0-9]{4,32})_[A-Za-z0-9_-]+/g, 'fxa_$1_***'],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, 'whsec_***'],
  [/(\/api\/(?:v\d+\/)?webhooks\/\d+\/)[A-Za-z0-9_-]+/g, '$1***'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^/\s:@"]*):[^/\s@"]+@/g, '$1:***@'],
];

/** Also for texts that leave the process elsewhere. */
export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
