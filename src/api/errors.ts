/**
 * The one table of API errors. A code is stable: clients program against it, so an entry is added, never renamed.
 * Handlers throw an ApiError; src/api/error-handler.ts turns it, and everything else that can be thrown, into application/problem+json.
 */
import type { ConditionError } from '../conditions/condition-error.ts';
import { tellError, tellPlacedError } from '../conditions/sentences/tell-error.ts';
import type { Language } from '../kernel/sentence.ts';
import type { Problem } from './contract/common.ts';
import { type FieldError, type FieldErrors, tellFault, tellFields } from './field-faults.ts';
import { quote } from './quote.ts';

const API_ERRORS = {
  'malformed-request': { status: 400, title: 'The request is not valid HTTP or its address is broken' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  validation: { status: 400, title: 'The request does not have the documented shape' },
  'bad-cursor': { status: 400, title: 'The cursor is not one that this list gave out' },
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  forbidden: { status: 403, title: 'The API key may not do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  'revision-conflict': { status: 409, title: 'Somebody else has changed it meanwhile' },
  'already-exists': { status: 409, title: 'The name is taken' },
  'not-redeliverable': { status: 409, title: 'The delivery is still on its way' },
  'sequence-replayed': { status: 409, title: 'The batch was taken before' },
  'job-ended': { status: 409, title: 'The job has ended already' },
  'no-result': { status: 409, title: 'The job has no file to give' },
  'push-feed-off': { status: 409, title: 'The running feed does not take pushed ticks' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'wrong-host': { status: 421, title: 'The Host header does not name this server' },
  condition: { status: 422, title: 'The condition cannot be used' },
  'idempotency-mismatch': { status: 422, title: 'The idempotency key was used for another body' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong API keys from this address' },
  internal: { status: 500, title: 'A fault of the server' },
  unavailable: { status: 503, title: 'The server cannot answer now' },
  'too-many-streams': { status: 503, title: 'Too many open streams' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ApiErrorCode = keyof typeof API_ERRORS;

interface ApiErrorExtras {
  readonly fields?: FieldErrors;
  readonly condition?: ConditionError;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  /** Sent as Allow with 405. */
  readonly allow?: readonly string[];
}

/** An expected refusal. `detail` is a sentence for the user that quotes the culprit and says what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly extras: ApiErrorExtras;

  constructor(code: ApiErrorCode, detail: string, extras: ApiErrorExtras = {}) {
    super(detail);
    this.code = code;
    this.status = API_ERRORS[code].status;
    this.extras = extras;
  }
}

/** What leaves the server: never a stack, a query or a path of the machine. What `isTold` is said in the language of the client. */
export function problemOf(
  error: ApiError,
  { requestId, language = 'en' }: { readonly requestId?: string; readonly language?: Language } = {},
): Problem {
  const { fields, condition } = error.extras;
  return {
    type: 'about:blank',
    title: API_ERRORS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(fields === undefined ? {} : fieldsText(fields, language)),
    ...(condition === undefined ? {} : conditionText(condition, language)),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Whether there are words for it in every language. */
export function isTold({ extras: { fields, condition } }: ApiError): boolean {
  return (
    condition !== undefined || (fields?.errors.some(({ message }) => typeof message !== 'string') ?? false)
  );
}

export function conditionProblem(error: ConditionError): ApiError {
  return new ApiError('condition', tellPlacedError(error), { condition: error });
}

const TITLES: Readonly<Record<Language, Readonly<Record<'condition' | 'validation', string>>>> = {
  en: { condition: API_ERRORS.condition.title, validation: API_ERRORS.validation.title },
  ja: { condition: 'この条件は使えません', validation: '使えない値があります' },
};

function conditionText(
  error: ConditionError,
  language: Language,
): Pick<Problem, 'title' | 'detail' | 'condition'> {
  return {
    title: TITLES[language].condition,
    detail: tellPlacedError(error, language),
    condition: tellError(error, language),
  };
}

function fieldsText(fields: FieldErrors, language: Language): Pick<Problem, 'title' | 'detail' | 'errors'> {
  return {
    title: TITLES[language].validation,
    detail: tellFields(fields, language),
    errors: fields.errors.map(({ path, message }) => ({ path, message: tellFault(message, language) })),
  };
}

/** More are not listed: a body of five thousand wrong ticks is not answered with five thousand sentences. */
const MAX_FIELD_ERRORS = 20;

/** Every wrong field; `count` where more are wrong than are given. `whole` names what an empty path means. */
export function fieldsProblem(
  errors: readonly FieldError[],
  { count = errors.length, whole = 'the body' }: Partial<Omit<FieldErrors, 'errors'>> = {},
): ApiError {
  const fields = { errors: errors.slice(0, MAX_FIELD_ERRORS), count, whole };
  return new ApiError('validation', tellFields(fields, 'en'), { fields });
}

/** One field is wrong, found after the shape was checked. `path` is a JSON pointer into the body. */
export function fieldProblem(path: string, message: FieldError['message']): ApiError {
  return fieldsProblem([{ path, message }]);
}

export function notFound(what: string, id: string): ApiError {
  return new ApiError('not-found', `there is no ${what} ${quote(id)}`);
}
