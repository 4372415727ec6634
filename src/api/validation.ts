/** Zod as Fastify's validator: one ApiError with every wrong field, its pointer, and the culprit quoted. */
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { FieldError } from './errors.ts';
import { ApiError, quote } from './errors.ts';

/** More are not listed: a body of five thousand wrong ticks is not answered with five thousand sentences. */
const MAX_ERRORS = 20;

const PART_NAMES: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'address',
  headers: 'headers',
};

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data, { reportInput: true });
    if (parsed.success) return { value: parsed.data };
    return { error: validationProblem(parsed.error, httpPart ?? 'body') };
  };

export function validationProblem(error: z.ZodError, httpPart: string): ApiError {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue as z.core.$ZodIssue, httpPart));
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const where =
    first === undefined || first.path === '' ? `the ${PART_NAMES[httpPart] ?? httpPart}` : first.path;
  return new ApiError('validation', `${where}: ${first?.message ?? 'is not as documented'}${more}`, {
    errors: errors.slice(0, MAX_ERRORS),
  });
}

function fieldErrors(issue: z.core.$ZodIssue, httpPart: string): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pointer([...issue.path, key], httpPart),
      message: `unknown field ${quote(key)}`,
    }));
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
  const tail = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (httpPart === 'body') return tail;
  return `${httpPart === 'querystring' ? 'query' : httpPart}${tail}`;
}
