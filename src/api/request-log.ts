/**
 * One line and one measurement per request. The line has the route's pattern and never the address as sent: an address may carry a key.
 */
import type { FastifyInstance } from 'fastify';

/** What a finished request tells the metrics. */
export type RequestObserver = (request: {
  readonly method: string;
  /** Pattern of the route; `unknown` for addresses without one, so that strangers cannot make label values. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}) => void;

/** Asked for all the time by machines: logged at debug only. */
const CHATTER = /^\/(health\/|metrics$)/;

export function logRequests(app: FastifyInstance, observe: RequestObserver): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    const status = reply.statusCode;
    const tookMs = Math.round(reply.elapsedTime * 10) / 10;
    // A stream lasts as long as its reader stays: its length says nothing about the server.
    if (request.routeOptions.config.stream !== true)
      observe({ method, route, status, seconds: reply.elapsedTime / 1000 });
    const fields = { method, route, status, tookMs, keyId: request.apiKey?.id, address: request.ip };
    if (CHATTER.test(route)) request.log.debug(fields, 'request');
    else request.log.info(fields, 'request');
    done();
  });
}
