/**
 * `round_distance(bid)`: how far a price is from the nearest round one, whichever side; round are all multiples of 50 pips (150.00, 150.50, 1.0850)
 * unless another step is given: `round_distance(close@H1, 100 pips)`.
 */
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, unexpected } from '../fault.ts';
import { printNumber } from '../print.ts';
import { argumentsOf, operandArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

const SIGNATURE = 'round_distance(bid, 50 pips)';
const DEFAULT_PIPS = 50;

export const roundDistance: FunctionDefinition = {
  name: 'round_distance',
  signature: SIGNATURE,
  help: {
    en: 'Distance of a price from the nearest round one: multiples of 50 pips unless said',
    ja: '価格から最も近いキリ番（省略時は 50 pips 刻み）までの距離',
  },
  isOfInstrument: true,
  candles: 'inner',
  hasPast: true,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 1, most: 2 }, SIGNATURE);
  const [of, step] = args as readonly [ArgumentNode, ArgumentNode?];
  const { expression, dimension, instrument, text } = site.operand(operandArgument(site, of));
  if (dimension !== 'price')
    throw new ConditionFault('type', of, unexpected(site.source, of, { key: 'price' }));
  const pips = step === undefined ? DEFAULT_PIPS : pipsArgument(site, step);
  return {
    inputs: [expression],
    parameters: [Number((pips * instrument.pip).toPrecision(15))],
    lookBack: 0,
    text: `round_distance(${text}, ${printNumber(pips)} pips)`,
    dimension: 'distance',
    instrument,
  };
}

/** An amount of pips, more than none. */
export function pipsArgument({ source }: CallSite, argument: ArgumentNode): number {
  if (argument.type === 'amount' && argument.unit === 'pips' && argument.value > 0) return argument.value;
  throw new ConditionFault('type', argument, unexpected(source, argument, { key: 'pips' }));
}
