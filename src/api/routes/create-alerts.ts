/** Making alerts: one, or up to a thousand that are all made or none. Both take an Idempotency-Key. */
import { z } from 'zod';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { AlertBatch, AlertBatchAnswer, AlertInput, AlertView } from '../contract/alerts.ts';
import { notFound } from '../errors.ts';
import { createOnce } from '../idempotency.ts';
import type { ApiServices } from '../services.ts';
import { alertOf } from '../views/alert-view.ts';
import type { AlertViews } from '../views/alert-views.ts';
import { onStandby, warningsOf } from '../views/alert-warnings.ts';
import { refuseAnyUnusable, refuseUnusable } from './alert-rules.ts';

const BODY_LIMIT = 64 * 1024;
/** A thousand conditions on many instruments each, and their history. */
const BATCH_TIMEOUT_MS = 30_000;
const trade = { config: { access: ['trade'] } } as const;
const tags = ['alerts'];

const CreateHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 visible ASCII characters')
    .optional()
    .describe('A repeated request with the same key and body creates nothing new'),
});

export function createAlertRoutes(app: ApiApp, services: ApiServices, views: AlertViews): void {
  const { commands, idempotency } = services;

  app.post(
    '/alerts',
    {
      ...trade,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Create and arm an alert',
        headers: CreateHeaders,
        body: AlertInput,
        response: { 201: AlertView, ...REFUSALS },
      },
    },
    async ({ body, headers, apiKey }, reply) => {
      const request = { client: apiKey?.id ?? '', key: headers['idempotency-key'] ?? null, body };
      const answer = await createOnce(idempotency, request, {
        refuse: () => refuseUnusable(body, services),
        create: async (id): Promise<AlertView> => {
          await commands.create([alertOf(body, { id, revision: 1 })]);
          const stored = await services.alerts.get(id);
          if (stored === null) throw notFound('alert', id);
          return (await views.of([stored]))[0] as AlertView;
        },
      });
      return reply.code(201).header('location', `/api/v1/alerts/${answer.id}`).send(answer);
    },
  );

  app.post(
    '/alerts/batch',
    {
      ...trade,
      handlerTimeout: BATCH_TIMEOUT_MS,
      schema: {
        tags,
        summary: 'Create and arm up to 1,000 alerts',
        description:
          'When one cannot be used, none is made and `errors` names every wrong field; the position of an error in a condition is in its message. ' +
          'After an answer that was lost, send the same body with the same Idempotency-Key: what is missing is made.',
        headers: CreateHeaders,
        body: AlertBatch,
        response: { 201: AlertBatchAnswer, ...REFUSALS },
      },
    },
    async ({ body, headers, apiKey }, reply) => {
      const request = { client: apiKey?.id ?? '', key: headers['idempotency-key'] ?? null, body };
      const answer = await createOnce(idempotency, request, {
        refuse: () => refuseAnyUnusable(body.alerts, services, '/alerts'),
        create: (id) => createAll(body, id, services),
      });
      return reply.code(201).send(answer);
    },
  );
}

async function createAll(
  { alerts: inputs }: AlertBatch,
  id: string,
  services: ApiServices,
): Promise<AlertBatchAnswer> {
  const alerts = inputs.map((input, index) => alertOf(input, { id: `${id}-${index}`, revision: 1 }));
  await services.commands.create(alerts);
  const standby = await onStandby(alerts, services);
  return {
    alerts: alerts.map((alert) => ({
      id: alert.id,
      name: alert.name,
      warnings: warningsOf(alert, standby),
    })),
  };
}
