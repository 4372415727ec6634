/**
 * How the language's own passes stop at an offending text. Lexing never stops; parsing and checking throw a `ConditionFault`,
 * and `catchFault` at the border turns it into the returned `ConditionError`. Anything else thrown is a bug and passes through.
 */
import { err, ok, type Result } from '../kernel/result.ts';
import type { ConditionError, ConditionErrorCode } from './condition-error.ts';
import type { Expected, Fault } from './sentences/faults.ts';

/** A half-open range of the source, in UTF-16 units from 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export class ConditionFault extends Error {
  readonly code: ConditionErrorCode;
  readonly span: Span;
  readonly said: Fault;
  readonly suggestion: string | null;

  constructor(code: ConditionErrorCode, span: Span, said: Fault, suggestion: string | null = null) {
    super(said.key);
    this.code = code;
    this.span = span;
    this.said = said;
    this.suggestion = suggestion;
  }
}

export function catchFault<T>(source: string, work: () => T): Result<T, ConditionError> {
  try {
    return ok(work());
  } catch (fault) {
    if (fault instanceof ConditionFault) return err(toError(source, fault));
    throw fault;
  }
}

const LONGEST_EXCERPT = 60;

/** The text of a span on one line, cut where it is long. */
export function excerpt(source: string, span: Span): string {
  const text = source
    .slice(span.from, Math.min(span.to, span.from + 4 * LONGEST_EXCERPT))
    .replace(/\s+/g, ' ');
  return text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT - 1)}…` : text;
}

/** Says that something else was expected where `span` is. */
export function unexpected(source: string, span: Span, expected: Expected): Fault {
  return { key: 'expected', expected, found: { text: excerpt(source, span) } };
}

function toError(source: string, fault: ConditionFault): ConditionError {
  return {
    code: fault.code,
    said: fault.said,
    ...positionAt(source, fault.span.from),
    length: fault.span.to - fault.span.from,
    suggestion: fault.suggestion,
  };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Lines end with `\n`, `\r\n` or `\r`, as in editors. */
function positionAt(source: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at < offset; at++) {
    const unit = source.charCodeAt(at);
    if (unit !== LINE_FEED && unit !== CARRIAGE_RETURN) continue;
    if (unit === CARRIAGE_RETURN && source.charCodeAt(at + 1) === LINE_FEED) at++;
    line++;
    lineStart = at + 1;
  }
  return { line, column: Math.max(offset - lineStart, 0) + 1 };
}
