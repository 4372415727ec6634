/** The built page: hashed assets are cached for a year, everything else is asked for anew each time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const NOT_BUILT =
  'The page is not built. Run "npm run build" and start again.\nThe API answers at /api/v1 all the same; /docs describes it.\n';

/** Gives what answers the page's own addresses; `root` null serves no page at all. */
export async function servePage(
  app: FastifyInstance,
  root: string | null,
): Promise<((reply: FastifyReply) => FastifyReply) | null> {
  if (root === null) return null;
  if (!existsSync(join(root, 'index.html'))) {
    const explain = (reply: FastifyReply): FastifyReply =>
      reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    app.get('/', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
      explain(reply),
    );
    return explain;
  }
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    acceptRanges: false,
    setHeaders: (response, path) => {
      response.setHeader(
        'cache-control',
        isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return (reply) => reply.sendFile('index.html');
}

/** Vite puts what carries a hash in its name into assets/. */
function isHashed(path: string): boolean {
  return /[/\\]assets[/\\][^/\\]+$/.test(path);
}
