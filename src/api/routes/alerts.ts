/** Alerts: list, edit by revision, arm, pause, remove. They are made in create-alerts.ts. */
import { z } from 'zod';
import type { StoredAlert } from '../../alerts/ports.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { ApiApp } from '../app.ts';
import { IdParams, NoContent, REFUSALS } from '../app.ts';
import {
  AlertEdit,
  AlertPage,
  AlertQuery,
  AlertRevision,
  AlertView,
  BlindTimes,
} from '../contract/alerts.ts';
import { ApiError, notFound } from '../errors.ts';
import type { ApiServices } from '../services.ts';
import { alertInputOf, alertOf } from '../views/alert-view.ts';
import type { AlertViews } from '../views/alert-views.ts';
import { isoOf } from '../views/instant.ts';
import { refuseUnusable } from './alert-rules.ts';

const BODY_LIMIT = 64 * 1024;
const MOST_REVISIONS = 500;
const read = { config: { access: ['read'] } } as const;
const trade = { config: { access: ['trade'] } } as const;
const tags = ['alerts'];

export function alertRoutes(app: ApiApp, services: ApiServices, views: AlertViews): void {
  const view = async (one: StoredAlert): Promise<AlertView> => (await views.of([one]))[0] as AlertView;
  const stored = async (id: string): Promise<StoredAlert> => {
    const found = await services.alerts.get(id);
    if (found === null) throw notFound('alert', id);
    return found;
  };

  app.get(
    '/alerts',
    {
      ...read,
      schema: {
        tags,
        summary: 'List alerts',
        querystring: AlertQuery,
        response: { 200: AlertPage, ...REFUSALS },
      },
    },
    async ({ query: { cursor, limit, status, instrument, search } }) => {
      const page = await services.alerts.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(status === undefined ? {} : { status }),
        ...(instrument === undefined ? {} : { instrument }),
        ...(search === undefined ? {} : { search }),
      });
      return { items: await views.of(page.items), next: page.next };
    },
  );

  app.get(
    '/alerts/:id',
    {
      ...read,
      schema: { tags, summary: 'One alert', params: IdParams, response: { 200: AlertView, ...REFUSALS } },
    },
    async ({ params }) => view(await stored(params.id)),
  );

  app.put(
    '/alerts/:id',
    {
      ...trade,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Write a new revision',
        description: 'A paused alert stays paused; any other is armed with the new revision.',
        params: IdParams,
        body: AlertEdit,
        response: { 200: AlertView, ...REFUSALS },
      },
    },
    async ({ params, body: { revision, ...input } }) => {
      const before = await stored(params.id);
      if (before.alert.revision !== revision) throw conflict(revision, before.alert.revision);
      await refuseUnusable(input, services);
      const alert = alertOf(input, { id: params.id, revision: revision + 1 });
      const saved = await services.commands.save(alert, before.status === 'paused' ? 'paused' : 'armed');
      if (saved.result === 'conflict') throw conflict(revision, (await stored(params.id)).alert.revision);
      return view(await stored(params.id));
    },
  );

  app.delete(
    '/alerts/:id',
    {
      ...trade,
      schema: {
        tags,
        summary: 'Remove an alert; its events stay',
        params: IdParams,
        response: { 204: NoContent, ...REFUSALS },
      },
    },
    async ({ params }, reply) => {
      if ((await services.commands.remove(params.id)) === null) throw notFound('alert', params.id);
      return reply.code(204).send(null);
    },
  );

  for (const command of ['arm', 'pause'] as const) {
    app.post(
      `/alerts/:id/${command}`,
      {
        ...trade,
        schema: {
          tags,
          summary:
            command === 'arm' ? 'Arm a paused or ended alert' : 'Stop evaluating an alert, and keep it',
          params: IdParams,
          response: { 200: AlertView, ...REFUSALS },
        },
      },
      async ({ params }) => {
        if (command === 'arm') await refuseUnusable(alertInputOf((await stored(params.id)).alert), services);
        if ((await services.commands[command](params.id)) === null) throw notFound('alert', params.id);
        return view(await stored(params.id));
      },
    );
  }

  app.get(
    '/alerts/:id/blind-times',
    {
      ...read,
      schema: {
        tags,
        summary: 'When the alert could not be judged since its last edit, newest first',
        params: IdParams,
        response: { 200: BlindTimes, ...REFUSALS },
      },
    },
    async ({ params }) => {
      const { updatedAt } = await stored(params.id);
      const spans = await services.blindSpans.since(updatedAt);
      return spans.map(({ from, to, reason }) => ({
        from: isoOf(Math.max(from, updatedAt) as EpochMs),
        to: isoOf(to),
        reason,
      }));
    },
  );

  app.get(
    '/alerts/:id/revisions',
    {
      ...read,
      schema: {
        tags,
        summary: `The newest ${MOST_REVISIONS} revisions, newest first`,
        params: IdParams,
        response: { 200: z.array(AlertRevision), ...REFUSALS },
      },
    },
    async ({ params }) => {
      const revisions = await services.alerts.revisions(params.id, MOST_REVISIONS);
      if (revisions.length === 0) throw notFound('alert', params.id);
      return revisions.map(({ alert, at }) => ({
        ...alertInputOf(alert),
        revision: alert.revision,
        at: isoOf(at),
      }));
    },
  );
}

function conflict(edited: number, current: number): ApiError {
  return new ApiError(
    'revision-conflict',
    `the edit was made from revision ${edited}, but the alert is at revision ${current}: read it again and repeat the edit`,
  );
}
