/**
 * Everything thrown on the way of a request becomes application/problem+json: a refusal as itself, a framework error by its status, a store
 * that is away as 503 with Retry-After, and anything else as 500 with a log line that has the stack; the answer never has it.
 */
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInLanguage } from './accepted-language.ts';
import type { ApiErrorCode } from './errors.ts';
import { ApiError, isTold, problemOf } from './errors.ts';
import { quote } from './quote.ts';

export const RETRY_AFTER_SECONDS = 5;

export type ErrorClassifier = (error: unknown) => 'unavailable' | 'bad-cursor' | 'bug';

export function handleErrors(app: FastifyInstance, classify: ErrorClassifier): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, classify));
}

export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  classify: ErrorClassifier,
): FastifyReply {
  const refusal = refusalOf(error, classify, request.method);
  if (refusal.status >= 500) logFailure(error, refusal, request);
  const { retryAfterSeconds, allow } = refusal.extras;
  const language = isTold(refusal) ? answerInLanguage(request, reply) : 'en';
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (allow !== undefined) reply.header('allow', allow.join(', '));
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="fxalert"');
  return reply
    .code(refusal.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemOf(refusal, { requestId: request.id, language }));
}

function logFailure(error: unknown, refusal: ApiError, request: FastifyRequest): void {
  if (refusal.code === 'internal') request.log.error({ err: error }, 'request failed: a fault of the server');
  else request.log.warn({ err: error, code: refusal.code }, 'request refused: not available now');
}

function refusalOf(error: unknown, classify: ErrorClassifier, method: string): ApiError {
  if (error instanceof ApiError) return error;
  const kind = classify(error);
  if (kind === 'unavailable') return unavailable('the database does not answer', method);
  if (kind === 'bad-cursor')
    return new ApiError('bad-cursor', 'take "cursor" from "next" of the page before, with the same filters');
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_HANDLER_TIMEOUT')
    return unavailable('there was no answer within the time-out', method);
  return frameworkRefusal(code ?? '', statusCode ?? 500);
}

/** A change may have been committed although its answer was lost: the client is told so. */
function unavailable(why: string, method: string): ApiError {
  const doubt =
    method === 'GET' ? '' : '; the change may or may not have been made, so look before you repeat it';
  return new ApiError('unavailable', `${why}: try again in ${RETRY_AFTER_SECONDS} s${doubt}`, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

const BY_STATUS: Readonly<Record<number, readonly [ApiErrorCode, string]>> = {
  400: ['malformed-request', 'the request cannot be read'],
  413: ['body-too-large', 'send a smaller body: 64 kB for an alert or a channel, 1 MB for ticks and batches'],
  414: ['address-too-long', 'an address part has at most 100 characters'],
  415: ['unsupported-media-type', 'send the body as "Content-Type: application/json"'],
};

/** What a file's server says to headers that a page never sends: If-Match, for one. */
const UNANSWERABLE = ['malformed-request', 'there is no answer to a request with these headers'] as const;
const FAULT = ['internal', 'the fault is logged under the request id; nothing you sent explains it'] as const;

function frameworkRefusal(code: string, status: number): ApiError {
  const [apiCode, detail] = BY_STATUS[status] ?? (status >= 400 && status < 500 ? UNANSWERABLE : FAULT);
  return new ApiError(apiCode, code === 'FST_ERR_BAD_URL' ? 'the address is not a valid URL' : detail);
}

/** For bytes that never became a request: bad HTTP, headers too large, too slow. */
export function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = new ApiError(
    'malformed-request',
    `the request cannot be read (${quote(error.code ?? 'bad HTTP')})`,
  );
  const body = JSON.stringify(problemOf(refusal));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
