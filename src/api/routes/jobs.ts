/** Background jobs: ask for one, watch it, cancel it, take its result. The work itself is done elsewhere. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { HOUR_MS, instrumentId } from '../../kernel/units.ts';
import { STANDARD_TIMEFRAMES } from '../../market/timeframe.ts';
import type { ApiApp } from '../app.ts';
import { IdParams, REFUSALS } from '../app.ts';
import { JobPage, JobQuery, JobRequest, JobView } from '../contract/jobs.ts';
import { allows } from '../auth/api-key.ts';
import { ApiError, fieldProblem, notFound } from '../errors.ts';
import { quote } from '../quote.ts';
import type { ApiServices, BackgroundJob } from '../services.ts';
import { instantOf, isoOf } from '../views/instant.ts';
import { jobView } from '../views/job-view.ts';
import { refuseUntestable } from './alert-rules.ts';

const BODY_LIMIT = 64 * 1024;
const RETRY_SECONDS = 30;
/** A large file over a slow line. */
const DOWNLOAD_TIMEOUT_MS = 3_600_000;

/** Each minute of it is looked at. */
const LONGEST_MEND_MS = 3_653 * 24 * HOUR_MS;

/** They change what everybody sees. */
const ADMIN_KINDS: ReadonlySet<JobRequest['kind']> = new Set(['candle-repair', 'gap-fill']);

const read = { config: { access: ['read'] } } as const;
const trade = { config: { access: ['trade'] } } as const;
const tags = ['jobs'];

export function jobRoutes(app: ApiApp, services: ApiServices): void {
  const { jobs } = services;
  const known = async (id: string): Promise<BackgroundJob> => {
    const job = await jobs.get(id);
    if (job === null) throw notFound('job', id);
    return job;
  };

  app.post(
    '/jobs',
    {
      ...trade,
      bodyLimit: BODY_LIMIT,
      schema: {
        tags,
        summary: 'Ask for work that takes a while: a dry run over years, an export',
        description:
          'Answers at once; GET /jobs/{id} tells how far it is. One job runs at a time, 20 may wait.',
        body: JobRequest,
        response: { 202: JobView, ...REFUSALS },
      },
    },
    async ({ body, apiKey }, reply) => {
      if (ADMIN_KINDS.has(body.kind) && !allows(apiKey?.scopes ?? [], ['admin']))
        throw new ApiError(
          'forbidden',
          `a job of the kind ${quote(body.kind)} changes what is recorded; this needs admin`,
        );
      const request = usable(body, services);
      const job = await jobs.add(request, apiKey?.name ?? '');
      if (job === null)
        throw new ApiError(
          'too-many-requests',
          'too many jobs wait already: try again later, or cancel some',
          {
            retryAfterSeconds: RETRY_SECONDS,
          },
        );
      return reply.code(202).header('location', `/api/v1/jobs/${job.id}`).send(jobView(job));
    },
  );

  app.get(
    '/jobs',
    {
      ...read,
      schema: {
        tags,
        summary: 'List jobs, newest first',
        querystring: JobQuery,
        response: { 200: JobPage, ...REFUSALS },
      },
    },
    async ({ query: { cursor, limit, status, kind } }) => {
      const page = await jobs.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(status === undefined ? {} : { status }),
        ...(kind === undefined ? {} : { kind }),
      });
      return { items: page.items.map(jobView), next: page.next };
    },
  );

  app.get(
    '/jobs/:id',
    {
      ...read,
      schema: {
        tags,
        summary: 'One job: how far it is, what came of it',
        params: IdParams,
        response: { 200: JobView, ...REFUSALS },
      },
    },
    async ({ params: { id } }) => jobView(await known(id)),
  );

  app.delete(
    '/jobs/:id',
    {
      ...trade,
      schema: {
        tags,
        summary: 'Cancel a job',
        description:
          'A waiting one ends at once, a running one within a second. One that is cancelled stays so.',
        params: IdParams,
        response: { 200: JobView, ...REFUSALS },
      },
    },
    async ({ params: { id } }) => {
      const isAsked = await jobs.cancel(id);
      const job = await known(id);
      if (!isAsked && job.status !== 'cancelled')
        throw new ApiError(
          'job-ended',
          `job ${quote(id)} is ${job.status} already: there is nothing to cancel`,
        );
      return jobView(job);
    },
  );

  app.get(
    '/jobs/:id/result',
    {
      ...read,
      handlerTimeout: DOWNLOAD_TIMEOUT_MS,
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'The file that a job made',
        params: IdParams,
        response: { 200: { content: { 'application/octet-stream': { schema: z.string() } } }, ...REFUSALS },
      },
    },
    async ({ params: { id } }, reply) => {
      const { status, file, outcome } = await known(id);
      if (status !== 'done' || file === null)
        throw new ApiError(
          'no-result',
          `job ${quote(id)} is ${status}${outcome === null ? '' : ` (${outcome})`} and has no file`,
        );
      return reply
        .header('content-type', file.contentType)
        .header('content-disposition', `attachment; filename="${file.name}"`)
        .send(Readable.from(jobs.parts(id)) as never);
    },
  );
}

/** Everything that can be wrong with a request is said now, not when its turn has come. */
function usable(request: JobRequest, services: ApiServices): JobRequest {
  if (request.kind === 'dry-run') {
    refuseUntestable(request.alert, services, '/alert');
    return { ...request, to: request.to ?? isoOf(services.market.now()) };
  }
  const { from, to } = request;
  const instrument = request.kind === 'candle-repair' ? undefined : request.instrument;
  if (instrument !== undefined && services.market.instrument(instrumentId(instrument)) === null)
    throw fieldProblem('/instrument', { key: 'instrumentUnknown', name: instrument });
  if (instantOf(from) >= instantOf(to))
    throw fieldProblem('/to', `${quote(to)} is not after from, ${quote(from)}`);
  if (ADMIN_KINDS.has(request.kind) && instantOf(to) - instantOf(from) > LONGEST_MEND_MS)
    throw fieldProblem('/to', `${quote(to)} is more than ten years after from, ${quote(from)}`);
  if (request.kind === 'export-candles' && !STANDARD_TIMEFRAMES.includes(request.timeframe))
    throw fieldProblem(
      '/timeframe',
      `${quote(request.timeframe)} is not recorded; ${STANDARD_TIMEFRAMES.join(', ')} are`,
    );
  return request;
}
