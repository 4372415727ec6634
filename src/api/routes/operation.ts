/** For operators and their machines: health probes, metrics, and the state of the system for the page. */
import { z } from 'zod';
import type { ApiApp } from '../app.ts';
import { REFUSALS } from '../app.ts';
import { Health } from '../contract/operation.ts';
import { StatusView } from '../contract/market.ts';
import type { ApiServices, ReadinessCheck } from '../services.ts';
import { statusView } from '../views/market-view.ts';

/** A probe must answer before the prober gives up: Docker and Kubernetes wait a few seconds. */
const READINESS_TIMEOUT_MS = 2_000;
const tags = ['operation'];

export function statusRoutes(app: ApiApp, services: ApiServices): void {
  app.get(
    '/status',
    {
      config: { access: ['read'] },
      schema: { tags, summary: 'State of the system', response: { 200: StatusView, ...REFUSALS } },
    },
    async () => statusView(await services.operation.status()),
  );
}

export function operationRoutes(
  app: ApiApp,
  services: ApiServices,
  options: { readonly openMetrics: boolean },
): void {
  const unlimited = { access: 'public', rateLimit: false } as const;
  /** Whoever asks meanwhile gets the same answer: nobody can make the parts busy with being asked. */
  let underWay: Promise<readonly ReadinessCheck[]> | null = null;
  const readiness = (): Promise<readonly ReadinessCheck[]> => {
    underWay ??= checksOf(services).finally(() => {
      underWay = null;
    });
    return underWay;
  };

  app.get(
    '/health/live',
    {
      config: unlimited,
      schema: { tags, summary: 'The process lives', security: [], response: { 200: Health, ...REFUSALS } },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok', checks: [] }),
  );

  app.get(
    '/health/ready',
    {
      config: unlimited,
      schema: {
        tags,
        summary: 'Every part works: send traffic here',
        security: [],
        response: { 200: Health, 503: Health, '4xx': REFUSALS['4xx'] },
      },
    },
    async (_request, reply) => {
      const checks = await readiness();
      const ready = checks.every(({ ok }) => ok);
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: ready ? 'ok' : 'not-ready', checks: [...checks] });
    },
  );

  app.get(
    '/metrics',
    {
      config: { access: options.openMetrics ? 'public' : ['metrics', 'read'], rateLimit: false },
      schema: {
        tags,
        summary: 'Metrics in the Prometheus text format',
        ...(options.openMetrics ? { security: [] } : {}),
        produces: ['text/plain'],
        response: { 200: { content: { 'text/plain': { schema: z.string() } } }, ...REFUSALS },
      },
    },
    async (_request, reply) => {
      const { contentType, text } = await services.operation.metrics();
      return reply.type(contentType).serializer(String).send(text);
    },
  );
}

async function checksOf(services: ApiServices): Promise<readonly ReadinessCheck[]> {
  if (services.operation.stopping())
    return [{ name: 'process', ok: false, detail: 'the server is stopping' }];
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<readonly ReadinessCheck[]>((resolve) => {
    const detail = `no answer from the checks within ${READINESS_TIMEOUT_MS} ms`;
    timer = setTimeout(() => resolve([{ name: 'process', ok: false, detail }]), READINESS_TIMEOUT_MS);
  });
  try {
    return await Promise.race([services.operation.readiness(), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
