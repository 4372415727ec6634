/**
 * Bodies: JSON only, with the place of a syntax error, without what a database cannot hold.
 * PostgreSQL refuses U+0000 in any text and lone surrogates in jsonb; both are refused here, where they can still be quoted.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ApiError, fieldProblem } from './errors.ts';
import { pointer } from './validation.ts';

/** No documented body is deeper than five. */
const MAX_DEPTH = 20;

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(textOf(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Other encodings would be stored as replacement characters. The byte order mark that Windows puts before UTF-8 is no part of the text. */
function textOf(body: Buffer): string {
  if (!isUtf8(body))
    throw new ApiError(
      'malformed-json',
      'the body is not UTF-8: it looks like another encoding, such as Shift_JIS; send it as UTF-8',
    );
  return body.toString('utf8').replace(/^\ufeff/, '');
}

/** The value; undefined for an empty body, which a route that wants one reports as missing. Throws ApiError. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError('malformed-json', `the body is not JSON: ${(error as SyntaxError).message}`);
  }
  // Only these escapes and characters can bring unsafe text in; a body without them needs no walk.
  if (/\\u0000|\\u[dD][89a-fA-F]|__proto__|\\u005[fF]/.test(text)) refuseUnsafe(value);
  return value;
}

/** Throws for U+0000, lone surrogates and `__proto__` anywhere in a parsed value, however deep. */
function refuseUnsafe(root: unknown): void {
  const open: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    const fault = typeof value === 'string' ? textFault(value) : null;
    if (fault !== null) throw fieldProblem(pointer(path, 'body'), fault);
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) throw fieldProblem('', `is nested deeper than ${MAX_DEPTH} levels`);
    for (const [key, child] of Object.entries(value)) {
      const at = [...path, key];
      if (key === '__proto__') throw fieldProblem(pointer(at, 'body'), 'unknown field "__proto__"');
      const keyFault = textFault(key);
      if (keyFault !== null) throw fieldProblem(pointer(path, 'body'), `a field name ${keyFault}`);
      open.push({ value: child, path: at });
    }
  }
}

/** Null when the text can be stored. */
function textFault(text: string): string | null {
  if (text.includes('\0')) return 'holds the character U+0000, which cannot be stored';
  // A lone surrogate: with the u flag a pair is one character, so only a single half matches.
  if (/\p{Surrogate}/u.test(text)) return 'holds half of a surrogate pair, which is no character';
  return null;
}

/** The same for what comes in the address: `?search=%00`. */
export function refuseUnsafeAddress(app: FastifyInstance): void {
  app.addHook('preValidation', (request, _reply, done) => {
    for (const [part, values] of [
      ['querystring', request.query],
      ['params', request.params],
    ] as const) {
      for (const [name, value] of Object.entries(values ?? {})) {
        const fault = textFault(name) ?? (typeof value === 'string' ? textFault(value) : null);
        if (fault !== null) throw fieldProblem(pointer([name], part), fault);
      }
    }
    done();
  });
}
