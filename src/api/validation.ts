/** Zod as Fastify's validator and serializer: one ApiError with every wrong field, its pointer, and the culprit quoted. */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { z } from 'zod';
import { nearest } from '../conditions/suggest.ts';
import type { ApiError } from './errors.ts';
import { fieldsProblem } from './errors.ts';
import type { FieldError } from './field-faults.ts';
import { quote } from './quote.ts';

/** Looked at; the rest is only counted. */
const MAX_ISSUES = 20;

const PART_NAMES: Readonly<Record<string, string>> = {
  body: 'the body',
  querystring: 'the query',
  params: 'the address',
  headers: 'the headers',
};

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data, { reportInput: true, error: knownFields });
    if (parsed.success) return { value: parsed.data };
    return { error: validationProblem(parsed.error, httpPart ?? 'body') };
  };

/**
 * Answers keep to the contract too: what it does not name never leaves the server. They are parsed, for which zod compiles a schema, and not
 * encoded, for which it walks one at twice the time; no schema here means another thing in the two directions.
 */
export const serializerCompiler: FastifySerializerCompiler<z.ZodType> =
  ({ schema, method, url }) =>
  (answer: unknown) => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return JSON.stringify(parsed.data);
    throw new Error(`the answer to ${method} ${url} is not as documented`, { cause: parsed.error });
  };

/** Zod leaves the schema out of a finished issue; the names it knows travel in the message, for the suggestion. */
function knownFields(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { def } = (issue.inst as z.core.$ZodObject)._zod;
  return Object.keys(def.shape).join(' ');
}

function validationProblem({ issues }: z.ZodError, httpPart: string): ApiError {
  const count = issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
    0,
  );
  const errors = issues.slice(0, MAX_ISSUES).flatMap((issue) => fieldErrors(issue, httpPart));
  return fieldsProblem(errors, { count, whole: PART_NAMES[httpPart] ?? httpPart });
}

function fieldErrors(issue: z.core.$ZodIssue, httpPart: string): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_ISSUES).map((key) => {
      const meant = nearest(key, issue.message.split(' '));
      return {
        path: pointer([...issue.path, key], httpPart),
        message: `unknown field ${quote(key)}${meant === null ? '' : ` — did you mean ${quote(meant)}?`}`,
      };
    });
  }
  return [{ path: pointer(issue.path, httpPart), message: messageOf(issue) }];
}

function messageOf(issue: z.core.$ZodIssue): string {
  const expected = issue.code === 'invalid_union' ? unionMessage(issue) : expectation(issue.message);
  // An absent body is null in Fastify.
  const absent = issue.input === undefined || (issue.input === null && issue.path.length === 0);
  return absent && issue.code === 'invalid_type'
    ? `is missing (${expected})`
    : `${quote(issue.input)} is not right: ${expected}`;
}

function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = issue.errors.flatMap((branch) =>
    branch.slice(0, 1).map((first) => expectation(first.message)),
  );
  return options.length === 0 ? 'it is none of the known kinds' : [...new Set(options)].join(', or ');
}

/** Zod's sentence as the second half of ours, which has quoted what was received already. */
function expectation(message: string): string {
  const text = message.replace(/^Invalid input: /, '').replace(/, received \w+$/, '');
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** A JSON pointer into the body (RFC 6901); `query/limit`, `params/id`, `headers/…` elsewhere. */
export function pointer(path: readonly PropertyKey[], httpPart: string): string {
  const tail = path.map((part) => `/${escapePart(String(part))}`).join('');
  if (httpPart === 'body') return tail;
  return `${httpPart === 'querystring' ? 'query' : httpPart}${tail}`;
}

/** A field name made up by a client may be a megabyte long. */
function escapePart(part: string): string {
  const name = part.length <= 80 ? part : `${part.slice(0, 79).replace(/\p{Surrogate}$/u, '')}…`;
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
