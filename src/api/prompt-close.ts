/**
 * Lets a server stop promptly. Node waits for every open connection: one that never asked anything (browsers open some in advance) is cut
 * at once, one that is busy is closed with its answer, and what is still busy after a grace period is cut too.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Longer than any answer but a dry run takes. */
const GRACE_MS = 5_000;

export function closePromptly(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }: { readonly socket: Socket }) => void unused.delete(socket));
  let closing = false;
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });
  app.addHook('preClose', (done) => {
    closing = true;
    for (const socket of unused) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), GRACE_MS).unref();
    done();
  });
}
