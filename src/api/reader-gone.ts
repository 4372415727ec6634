/** Long work ends when nobody waits for its answer any more. */
import type { FastifyReply } from 'fastify';

/**
 * Aborts when the connection closes before the answer is out, or after `timeoutMs`. `request.signal` will not do: it aborts as soon as
 * the body of a POST has been read.
 */
export function readerGone(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]);
}
