/** Errors for what people write out of habit, each saying how the language puts it. */
import type { ConditionNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, quote } from './fault.ts';
import type { Token } from './lexer.ts';
import { isValueName, RELATIONS } from './vocabulary.ts';

type Synonyms = ReadonlyMap<string, string>;

/** After `crosses`. */
const SIDES: Synonyms = new Map([
  ...['over', 'up', 'upward', 'upwards', 'through'].map((word): [string, string] => [word, 'above']),
  ...['under', 'down', 'downward', 'downwards'].map((word): [string, string] => [word, 'below']),
]);

/** In place of a comparison. */
const SIGNS: Synonyms = new Map([
  ['above', '>'],
  ['over', '>'],
  ['below', '<'],
  ['under', '<'],
  ['equals', '='],
  ['cross', 'crosses'],
  ['crossing', 'crosses'],
  ['crossed', 'crosses'],
  ['between', 'inside'],
  ['exits', 'leaves'],
  ...['drops', 'drop', 'declines', 'loses'].map((word): [string, string] => [word, 'falls']),
  ...['climbs', 'gains'].map((word): [string, string] => [word, 'rises']),
  ['jumps', 'moves'],
  ...['hits', 'reaches', 'tests'].map((word): [string, string] => [word, 'touches']),
  ['rising', 'is rising'],
  ['falling', 'is falling'],
]);

/** After `is`, which trends alone are said with: `is above 150` is `> 150`. */
const STATES: Synonyms = new Map([
  ['above', '>'],
  ['over', '>'],
  ['below', '<'],
  ['under', '<'],
  ['inside', 'inside'],
  ['outside', 'outside'],
  ['up', 'is rising'],
  ['down', 'is falling'],
]);

/** `crosses over 150` */
export function refuseForeignSide(cursor: Cursor): void {
  const meant = meantBy(cursor.token, SIDES);
  if (meant === null) return;
  const message = `expected "${meant}", found ${cursor.found()}`;
  throw new ConditionFault('syntax', cursor.token, message, meant);
}

/** `close@H1 above 150`, `close@H1 150` */
export function refuseMissingComparison(cursor: Cursor, after: string): never {
  const expected = `a comparison such as ">" or "crosses above" after ${after}`;
  const meant = meantBy(cursor.token, SIGNS);
  if (meant === null) return cursor.refuse(expected, RELATIONS);
  throw new ConditionFault('syntax', cursor.token, `expected ${expected}, found ${cursor.found()}`, meant);
}

/** `close@H1 is above 150` */
export function refuseForeignIs(cursor: Cursor): never {
  const meant = meantBy(cursor.token, STATES);
  if (meant === null) return cursor.refuse('"rising" or "falling" after "is"', ['rising', 'falling']);
  const span = { from: cursor.taken - 'is'.length, to: cursor.token.to };
  const message = `expected "rising" or "falling" after "is", found ${cursor.found()}`;
  throw new ConditionFault('syntax', span, message, meant);
}

/** `1 < close@H1 < 2`, at the second sign. */
export function refuseChain(cursor: Cursor): never {
  const second = `found a second one at ${cursor.found()}`;
  const message = `comparisons do not chain, ${second}: join two by "and", or use "inside low .. high"`;
  throw new ConditionFault('syntax', cursor.token, message);
}

/** Whatever follows a whole condition. */
export function refuseRest(cursor: Cursor, condition: ConditionNode): never {
  const { token } = cursor;
  if (token.text === ')')
    throw new ConditionFault('syntax', token, '")" closes nothing: expected "and", "or" or the end');
  if (token.text === ',') {
    const where = '"," stands between parameters only';
    const message = `${where}: numbers are written without separators, as in 1000.50`;
    throw new ConditionFault('syntax', token, message);
  }
  const after = quote(cursor.source, condition);
  return cursor.refuse(`"and", "or" or the end after ${after}`, ['and', 'or', 'for', 'within', 'then']);
}

function meantBy(token: Token, synonyms: Synonyms): string | null {
  if (token.kind !== 'word' || isValueName(token.text)) return null;
  return synonyms.get(token.text) ?? null;
}
