/** Firings with what happened to each: the deliveries of a page come in one query. */
import type { ApiApp } from '../app.ts';
import { IdParams, REFUSALS } from '../app.ts';
import { EventPage, EventQuery, EventView } from '../contract/events.ts';
import { notFound } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { eventView } from '../views/event-view.ts';
import { instantOf } from '../views/instant.ts';

const read = { config: { access: ['read'] } } as const;
const tags = ['events'];

export function eventRoutes(app: ApiApp, services: ApiServices): void {
  app.get(
    '/events',
    {
      ...read,
      schema: {
        tags,
        summary: 'List firings, newest first',
        querystring: EventQuery,
        response: { 200: EventPage, ...REFUSALS },
      },
    },
    async ({ query: { cursor, limit, alert, instrument, from, to } }) => {
      const page = await services.events.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(alert === undefined ? {} : { alert }),
        ...(instrument === undefined ? {} : { instrument }),
        ...(from === undefined ? {} : { from: instantOf(from) }),
        ...(to === undefined ? {} : { to: instantOf(to) }),
      });
      const deliveries = await services.deliveries.ofEvents(page.items.map(({ id }) => id));
      return {
        items: page.items.map((event) => eventView(event, deliveries.get(event.id) ?? [])),
        next: page.next,
      };
    },
  );

  app.get(
    '/events/:id',
    {
      ...read,
      schema: { tags, summary: 'One firing', params: IdParams, response: { 200: EventView, ...REFUSALS } },
    },
    async ({ params: { id } }) => {
      const event = await services.events.get(id);
      if (event === null) throw notFound('event', id);
      const deliveries = await services.deliveries.ofEvents([id]);
      return eventView(event, deliveries.get(id) ?? []);
    },
  );
}
