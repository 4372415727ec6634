/** Fastify with zod types, and the schemas that every route repeats. */
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from './contract/common.ts';

export type ApiApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Every route may refuse; the codes are in src/api/errors.ts. */
export const REFUSALS = {
  '4xx': z.strictObject(Problem.shape).describe('Refused: see `code`'),
  '5xx': z.strictObject(Problem.shape).describe('Not available now, or a fault of the server: see `code`'),
} as const;

/** Ids that the server gave out, as an address part. */
export const IdParams = z.strictObject({ id: z.string().min(1).max(80) });

/** For 204. */
export const NoContent = z.null().describe('Done');
