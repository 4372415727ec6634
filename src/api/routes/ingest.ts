/** POST /ingest/v1/ticks: prices pushed by a bridge. A batch is idempotent on (source, seq); each bad tick is named, the others go in. */
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { IngestAnswer, IngestRequest } from '../contract/market.ts';
import { RETRY_AFTER_SECONDS } from '../error-handler.ts';
import { ApiError } from '../errors.ts';
import type { ApiServices } from '../services.ts';

/** A budget of its own, as wide as the proxy's: a bridge that posts every tick in a lively minute must not be held back, nor hold back its user. */
const BATCHES_PER_MINUTE = 6_000;

export function ingestRoutes(app: ApiApp, services: ApiServices): void {
  app.post(
    '/ingest/v1/ticks',
    {
      config: { access: ['ingest'], rateLimit: { max: BATCHES_PER_MINUTE } },
      schema: {
        tags: ['market'],
        summary: 'Push ticks',
        body: IngestRequest,
        response: { 202: IngestAnswer, ...REFUSALS },
      },
    },
    async ({ body }, reply) => {
      const outcome = await services.ingest.push(body);
      switch (outcome.result) {
        case 'off':
          throw new ApiError('push-feed-off', 'start the server with FEED=push to send it ticks');
        case 'replayed':
          throw new ApiError(
            'sequence-replayed',
            `batch ${body.seq} of "${body.source}" came before; the last one taken is ${outcome.lastSeq}: go on after it, and give each of several bridges a "source" of its own`,
          );
        case 'refused':
          throw new ApiError('unavailable', outcome.message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
        case 'accepted':
          return reply.code(202).send({
            accepted: outcome.accepted,
            last_seq: outcome.lastSeq,
            rejected: [...outcome.rejected],
            ...(outcome.flagged === undefined ? {} : { flagged: [...outcome.flagged] }),
          });
      }
    },
  );
}
