/** The OpenAPI 3.1 document, made from the schemas that validate, and its page at /docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const DESCRIPTION = [
  'Alerts for FX traders: conditions in, events and deliveries out.',
  'Errors are application/problem+json with a stable `code`; unknown fields are refused.',
].join(' ');

/** Before the routes: it collects them as they are added. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'fxalert',
        description: DESCRIPTION,
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'fxa_<id>_<secret>' } },
      },
      security: [{ apiKey: [] }],
      tags: [
        { name: 'alerts', description: 'What is watched' },
        { name: 'conditions', description: 'Checking and testing before arming' },
        { name: 'events', description: 'What happened' },
        { name: 'deliveries', description: 'Who was told, and how that went' },
        { name: 'channels', description: 'Where alerts go' },
        { name: 'jobs', description: 'Work that takes longer than an answer may' },
        { name: 'market', description: 'Prices, candles, indicators' },
        { name: 'operation', description: 'State of the system' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    uiConfig: { deepLinking: true, docExpansion: 'list', persistAuthorization: false },
  });
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  );
}
