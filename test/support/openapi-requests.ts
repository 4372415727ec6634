/** Requests made from the OpenAPI document: right ones and broken ones, to every operation. */
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import type { JsonSchema } from './from-json-schema.ts';
import { brokenValueOf, valueOf } from './from-json-schema.ts';

type Method = 'get' | 'post' | 'put' | 'delete';
interface Operation {
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}
export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method as Method, operation })),
  );

export function requestOf({
  path,
  method,
  operation,
}: ReturnType<typeof operationsOf>[number]): fc.Arbitrary<InjectOptions> {
  const parameters = (operation.parameters ?? []).filter(({ in: place }) => place !== 'header');
  const values = fc.tuple(
    ...parameters.map(({ schema }) => fc.oneof(valueOf(schema), brokenValueOf(schema))),
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(valueOf(schema).map(usable), brokenValueOf(schema), brokenValueOf(schema).map(usable));
  return fc
    .tuple(values, body, fc.constantFrom('1', 'd1desk', 'desk', 'EURUSD', null))
    .map(([given, payload, known]) => {
      const query: string[] = [];
      let address = path;
      parameters.forEach(({ name, in: place }, index) => {
        const text = encode(given[index]);
        if (place === 'query') query.push(`${name}=${text}`);
        else address = address.replace(`{${name}}`, known ?? (text === '' ? '%20' : text));
      });
      const url = `${address}${query.length === 0 ? '' : `?${query.join('&')}`}`;
      return payload === undefined
        ? { method: method.toUpperCase() as 'GET', url }
        : { ...post(url, payload), method: method.toUpperCase() as 'POST' };
    });
}

/** What a schema cannot say, so that many alerts get through to the store: a condition, an instrument, no channel. */
function usable(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('when' in body)) return body;
  return { ...body, when: 'bid > 1.1', instruments: ['EURUSD'], channels: [], expiresAt: null };
}

export function post(url: string, payload: unknown): InjectOptions {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  };
}

/** Lone surrogates have no percent-encoding: they become U+FFFD. */
function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(Buffer.from(text).toString());
}
