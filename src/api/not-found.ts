/** Addresses without a route: 405 with Allow where another method has one, the page for its own addresses, else 404. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';
import { quote } from './quote.ts';

/** Methods by the pattern of the address, collected while routes are added. Wildcards are the page's and count for nothing. */
export class RouteTable {
  readonly #routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      if (!url.includes('*')) for (const name of [method].flat()) this.#add(url, name);
    });
  }

  methodsOf(path: string): readonly string[] {
    const found = [...this.#routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }

  #add(url: string, method: string): void {
    const pattern = new RegExp(`^${url.replace(/[.+]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`);
    const route = this.#routes.get(url) ?? { pattern, methods: new Set<string>() };
    route.methods.add(method);
    this.#routes.set(url, route);
  }
}

const NOT_THE_PAGE = /^\/(api|ingest|health|metrics|docs|openapi\.json|assets)(\/|$)/;

/** `page` answers an address of the page itself (/alerts/12), null where no page is served. */
export function answerNotFound(
  app: FastifyInstance,
  routes: RouteTable,
  page: ((reply: FastifyReply) => FastifyReply) | null,
): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allow = routes.methodsOf(path);
    if (allow.length > 0 && !allow.includes(request.method))
      throw new ApiError(
        'method-not-allowed',
        `${quote(path)} takes ${allow.join(', ')}, not ${request.method}`,
        { allow },
      );
    if (page !== null && isNavigation(request, path)) return page(reply);
    throw new ApiError('not-found', `there is nothing at ${quote(path)}; /docs lists the addresses`);
  });
}

function isNavigation(request: FastifyRequest, path: string): boolean {
  const wantsPage = request.headers.accept?.includes('text/html') === true;
  return request.method === 'GET' && wantsPage && !NOT_THE_PAGE.test(path);
}
