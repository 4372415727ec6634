/** The ledger: what went to whom, each attempt, and sending again. */
import type { ApiApp } from '../app.ts';
import { IdParams, REFUSALS } from '../app.ts';
import {
  DeliveryPage,
  DeliveryQuery,
  DeliveryView,
  RedeliverAnswer,
  RedeliverRequest,
} from '../contract/events.ts';
import { ApiError, notFound } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { deliveryRow, deliveryView } from '../views/event-view.ts';
import { instantOf } from '../views/instant.ts';

const read = { config: { access: ['read'] } } as const;
const trade = { config: { access: ['trade'] } } as const;
const tags = ['deliveries'];

export function deliveryRoutes(app: ApiApp, services: ApiServices): void {
  const view = async (id: string): Promise<DeliveryView> => {
    const [delivery, attempts] = await Promise.all([
      services.deliveries.get(id),
      services.deliveries.attempts(id),
    ]);
    if (delivery === null) throw notFound('delivery', id);
    return deliveryView(delivery, attempts);
  };

  app.get(
    '/deliveries',
    {
      ...read,
      schema: {
        tags,
        summary: 'List deliveries, newest first',
        querystring: DeliveryQuery,
        response: { 200: DeliveryPage, ...REFUSALS },
      },
    },
    async ({ query: { cursor, limit, status, channel, event } }) => {
      const page = await services.deliveries.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(status === undefined ? {} : { status }),
        ...(channel === undefined ? {} : { channel }),
        ...(event === undefined ? {} : { eventId: event }),
      });
      return { items: page.items.map(deliveryRow), next: page.next };
    },
  );

  app.get(
    '/deliveries/:id',
    {
      ...read,
      schema: {
        tags,
        summary: 'One delivery with its attempts',
        params: IdParams,
        response: { 200: DeliveryView, ...REFUSALS },
      },
    },
    ({ params }) => view(params.id),
  );

  app.post(
    '/deliveries/redeliver',
    {
      ...trade,
      schema: {
        tags,
        summary: 'Send a range again, oldest first: dead letters by default',
        body: RedeliverRequest,
        response: { 202: RedeliverAnswer, ...REFUSALS },
      },
    },
    async ({ body: { status, channel, from, to, limit } }, reply) => {
      const redelivered = await services.deliveries.redeliverAll({
        status,
        limit,
        ...(channel === undefined ? {} : { channel }),
        ...(from === undefined ? {} : { from: instantOf(from) }),
        ...(to === undefined ? {} : { to: instantOf(to) }),
      });
      return reply.code(202).send({ redelivered });
    },
  );

  app.post(
    '/deliveries/:id/redeliver',
    {
      ...trade,
      schema: {
        tags,
        summary: 'Send again what was sent or is dead, under the same idempotency key',
        params: IdParams,
        response: { 202: DeliveryView, ...REFUSALS },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await services.deliveries.redeliver(id))) {
        const { status } = await view(id);
        throw new ApiError('not-redeliverable', `delivery ${id} is ${status}: wait until it is sent or dead`);
      }
      return reply.code(202).send(await view(id));
    },
  );
}
