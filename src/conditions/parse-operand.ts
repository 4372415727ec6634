/** One operand: `[INSTRUMENT:] name [(args)] [.output] [@TIMEFRAME] [live] [[n]]`. */
import type { ArgumentNode, Name, OperandNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { ConditionFault, quote } from './fault.ts';
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
    return cursor.refuse(instrument === null ? OPERAND : `an operand of ${instrument.text} such as close@H1`);
  cursor.next();
  return parseOperandTail(cursor, { instrument, name, parseArgument });
}

const OPERAND = 'a number or an operand such as close@H1, rsi(14)@M15 or bid';

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
  const message = `expected an instrument without a separator, found ${quote(cursor.source, span)}`;
  throw new ConditionFault('syntax', span, message, meant);
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
    if (!cursor.acceptSymbol(')')) cursor.refuse(`"," or ")" in the parameters of "${of}"`);
    return args;
  });
}

function parseOutput(cursor: Cursor, of: string): Name | null {
  if (!cursor.acceptSymbol('.')) return null;
  cursor.want({ type: 'output', of });
  if (cursor.token.kind !== 'word') cursor.refuse(`the name of an output after "${of}."`);
  return nameOf(cursor.next());
}

function parseOffset(cursor: Cursor): number {
  if (!cursor.acceptSymbol('[')) return 0;
  const token = cursor.token;
  if (token.kind !== 'number' || !Number.isInteger(token.value))
    return cursor.refuse('a whole number of candles further back such as [1]');
  if (token.value > MAX_LOOK_BACK_CANDLES) throw tooFarBack(token, token.text);
  cursor.next();
  if (!cursor.acceptSymbol(']')) cursor.refuse('"]"');
  return token.value;
}

function misplaced(cursor: Cursor, from: number): ConditionFault {
  const operand = quote(cursor.source, { from, to: cursor.taken });
  const message = `${cursor.found()} is misplaced after ${operand}: the order is name(parameters).output@TIMEFRAME live[n]`;
  return new ConditionFault('syntax', cursor.token, message);
}

function nameOf(token: Token): Name {
  return { text: token.text, from: token.from, to: token.to };
}
