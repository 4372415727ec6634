/** Errors for what people write out of habit, each saying how the language puts it. */
import type { ConditionNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, excerpt, unexpected } from './fault.ts';
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
  const { source, token } = cursor;
  const meant = meantBy(token, SIDES);
  if (meant === null) return;
  const said = unexpected(source, token, { key: 'exactly', text: meant });
  throw new ConditionFault('syntax', token, said, meant);
}

/** `close@H1 above 150`, `close@H1 150` */
export function refuseMissingComparison(cursor: Cursor, after: string): never {
  const { source, token } = cursor;
  const expected = { key: 'comparison', after } as const;
  const meant = meantBy(token, SIGNS);
  if (meant === null) return cursor.refuse(expected, RELATIONS);
  throw new ConditionFault('syntax', token, unexpected(source, token, expected), meant);
}

/** `close@H1 is above 150` */
export function refuseForeignIs(cursor: Cursor): never {
  const { source, token } = cursor;
  const meant = meantBy(token, STATES);
  if (meant === null) return cursor.refuse({ key: 'trend' }, ['rising', 'falling']);
  const span = { from: cursor.taken - 'is'.length, to: token.to };
  throw new ConditionFault('syntax', span, unexpected(source, token, { key: 'trend' }), meant);
}

/** `1 < close@H1 < 2`, at the second sign. */
export function refuseChain(cursor: Cursor): never {
  const { token } = cursor;
  throw new ConditionFault('syntax', token, { key: 'comparisonChained', sign: token.text });
}

/** Whatever follows a whole condition. */
export function refuseRest(cursor: Cursor, condition: ConditionNode): never {
  const { token } = cursor;
  if (token.text === ')') throw new ConditionFault('syntax', token, { key: 'parenthesisStray' });
  if (token.text === ',') throw new ConditionFault('syntax', token, { key: 'commaStray' });
  const after = excerpt(cursor.source, condition);
  return cursor.refuse({ key: 'connective', after }, ['and', 'or', 'for', 'within', 'then']);
}

function meantBy(token: Token, synonyms: Synonyms): string | null {
  if (token.kind !== 'word' || isValueName(token.text)) return null;
  return synonyms.get(token.text) ?? null;
}
