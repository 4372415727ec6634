/**
 * GET /stream: server-sent events. First the standing quotes, then the events after Last-Event-ID, then everything live.
 * The key may come as `?key=`, because EventSource cannot set headers; the address is therefore never logged.
 */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { z } from 'zod';
import { instrumentId } from '../../kernel/units.ts';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { InstrumentName } from '../contract/common.ts';
import { ApiError } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { missedEvents } from '../stream/missed-events.ts';
import { quoteJson, quotesText } from '../stream/frame.ts';
import type { StreamClient, StreamSink } from '../stream/stream-client.ts';
import { quoteView } from '../views/market-view.ts';

const RECONNECT_MS = 2_000;
const MAX_FILTERED = 200;

const StreamQuery = z.strictObject({
  key: z.string().max(200).optional().describe('The API key, where no header can be set'),
  instruments: z
    .string()
    .max(MAX_FILTERED * 21)
    .transform((text) => text.split(','))
    .pipe(z.array(InstrumentName).max(MAX_FILTERED))
    .optional()
    .describe('Only these, separated by commas: EURUSD,USDJPY'),
  lastEventId: z.string().max(80).optional().describe('As Last-Event-ID, for a new EventSource'),
});

export function streamRoutes(app: ApiApp, services: ApiServices): void {
  app.get(
    '/stream',
    {
      config: { access: ['read'], stream: true },
      compress: false,
      exposeHeadRoute: false,
      schema: {
        tags: ['market'],
        summary: 'Live quotes, candles, events, deliveries, alerts and status',
        description:
          'Server-sent events; the type of each is in `event:`, JSON in `data:`. Send Last-Event-ID to get missed events.',
        querystring: StreamQuery,
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } }, ...REFUSALS },
      },
    },
    async (request, reply) => {
      const { instruments, lastEventId } = request.query;
      const filter = instruments === undefined ? null : new Set<string>(instruments);
      const reader = request.apiKey?.id ?? '';
      const client = services.hub.subscribe(sinkOf(reply.raw), { instruments: filter, reader });
      if (client === null)
        throw new ApiError('too-many-streams', 'close a page, or try again in a minute', {
          retryAfterSeconds: 60,
        });
      reply.hijack();
      reply.raw.on('close', () => client.gone());
      reply.raw.on('error', () => client.gone());
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.write(`retry: ${RECONNECT_MS}\n\n${standingQuotes(services, client)}`);
      await release(client, request.headers['last-event-id'] ?? lastEventId, services).catch(
        (error: unknown) => {
          request.log.warn({ err: error }, 'a stream ended: missed events could not be read');
          client.end('ended: missed events cannot be read now; reconnect');
        },
      );
    },
  );
}

function sinkOf(raw: ServerResponse): StreamSink {
  return {
    write: (text) => void raw.write(text),
    unreadBytes: () => raw.writableLength,
    end: () => void raw.end(),
  };
}

function standingQuotes({ market }: ApiServices, client: StreamClient): string {
  const quotes = market.quotes().filter(({ tick }) => client.wants(tick.instrument));
  return quotesText(
    quotes.flatMap((quote) => {
      const instrument = market.instrument(instrumentId(quote.tick.instrument));
      return instrument === null ? [] : [quoteJson(quoteView(instrument, quote))];
    }),
  );
}

/** An id that is not one of ours is ignored: refusing it would make EventSource give up for good. */
async function release(client: StreamClient, lastId: unknown, services: ApiServices): Promise<void> {
  if (typeof lastId !== 'string' || !/^[A-Za-z0-9_-]{1,80}$/.test(lastId)) {
    client.release([]);
    return;
  }
  const { frames, complete } = await missedEvents(services, lastId);
  if (!complete) client.comment('more events were missed than are repeated; load the list');
  client.release(frames);
}
