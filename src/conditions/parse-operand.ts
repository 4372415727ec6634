/** One operand: `[INSTRUMENT:] name [(args)] [.output] [@TIMEFRAME] [live] [[n]]`. */
import type { ArgumentNode, Name, OperandNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, excerpt, unexpected } from './fault.ts';
import type { Token } from './lexer.ts';
import { MAX_LOOK_BACK_CANDLES } from './limits.ts';
import { parseTimeframeName, tooFarBack } from './parse-window.ts';
import { isReserved, isValueName } from './vocabulary.ts';

/** `parseExpression` comes as an argument because arguments are expressions again. */
type ParseArgument = (cursor: Cursor) => ArgumentNode;

export function parseOperand(cursor: Cursor, parseArgument: ParseArgument): OperandNode {
  const instrument = parseInstrument(cursor);
  cursor.want({ type: 'operand', prefixed: instrument !== null });
  const name = cursor.token;
  if (name.kind !== 'word' || isReserved(name.text))
    return cursor.refuse(
      instrument === null ? { key: 'operand' } : { key: 'operandOf', instrument: instrument.text },
    );
  cursor.next();
  return parseOperandTail(cursor, { instrument, name, parseArgument });
}

/** From the arguments on; the name is taken. */
export function parseOperandTail(
  cursor: Cursor,
  head: {
    readonly instrument: Name | null;
    readonly name: Token;
    readonly parseArgument: ParseArgument;
  },
): OperandNode {
  const name = nameOf(head.name);
  const from = head.instrument?.from ?? name.from;
  const args = parseArguments(cursor, name.text, head.parseArgument);
  const output = parseOutput(cursor, name.text);
  const timeframe = cursor.acceptSymbol('@') ? parseTimeframeName(cursor) : null;
  const live = cursor.acceptWord('live');
  const offset = parseOffset(cursor);
  if (cursor.isSymbol('@') || cursor.isSymbol('.')) throw misplaced(cursor, from);
  return cursor.node({
    type: 'operand',
    instrument: head.instrument,
    name,
    arguments: args,
    output,
    timeframe,
    live,
    offset,
    from,
    to: cursor.taken,
  });
}

function parseInstrument(cursor: Cursor): Name | null {
  const first = cursor.token;
  if (first.kind !== 'word') return null;
  const colon = cursor.ahead(1);
  if (colon.kind !== 'symbol') return null;
  if (colon.text === '/') refuseSlashedInstrument(cursor, first);
  if (colon.text !== ':') return null;
  cursor.next();
  cursor.next();
  return { text: first.text.toUpperCase(), from: first.from, to: first.to };
}

/** `USD/JPY:close` reads as a division; a trader means the pair. */
function refuseSlashedInstrument(cursor: Cursor, base: Token): void {
  const quoteCurrency = cursor.ahead(2);
  const colon = cursor.ahead(3);
  const isPair =
    base.text.length === 3 &&
    !isValueName(base.text) &&
    quoteCurrency.kind === 'word' &&
    quoteCurrency.text.length === 3 &&
    colon.kind === 'symbol' &&
    colon.text === ':' &&
    quoteCurrency.to - base.from === 7;
  if (!isPair) return;
  const span = { from: base.from, to: quoteCurrency.to };
  const meant = `${base.text}${quoteCurrency.text}`.toUpperCase();
  throw new ConditionFault('syntax', span, unexpected(cursor.source, span, { key: 'separatorless' }), meant);
}

function parseArguments(cursor: Cursor, of: string, parseArgument: ParseArgument): readonly ArgumentNode[] {
  if (!cursor.acceptSymbol('(')) return [];
  if (cursor.acceptSymbol(')')) return [];
  return cursor.nested(() => {
    const args: ArgumentNode[] = [];
    do {
      cursor.want({ type: 'argument', of });
      args.push(parseArgument(cursor));
    } while (cursor.acceptSymbol(','));
    if (!cursor.acceptSymbol(')')) cursor.refuse({ key: 'parameterEnd', of });
    return args;
  });
}

function parseOutput(cursor: Cursor, of: string): Name | null {
  if (!cursor.acceptSymbol('.')) return null;
  cursor.want({ type: 'output', of });
  if (cursor.token.kind !== 'word') cursor.refuse({ key: 'output', of });
  return nameOf(cursor.next());
}

function parseOffset(cursor: Cursor): number {
  if (!cursor.acceptSymbol('[')) return 0;
  const token = cursor.token;
  if (token.kind !== 'number' || !Number.isInteger(token.value)) return cursor.refuse({ key: 'offset' });
  if (token.value > MAX_LOOK_BACK_CANDLES) throw tooFarBack(token, token.text);
  cursor.next();
  if (!cursor.acceptSymbol(']')) cursor.refuse({ key: 'exactly', text: ']' });
  return token.value;
}

function misplaced(cursor: Cursor, from: number): ConditionFault {
  const { source, token, taken } = cursor;
  const operand = excerpt(source, { from, to: taken });
  return new ConditionFault('syntax', token, { key: 'partMisplaced', part: token.text, operand });
}

function nameOf(token: Token): Name {
  return { text: token.text, from: token.from, to: token.to };
}
