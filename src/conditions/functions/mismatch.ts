/**
 * `mismatch(EURUSD, USDJPY, EURJPY)`: how far the price made of two instruments is from the third, in the money of the third.
 *
 *   mismatch = synthetic − cross, all on mid
 *
 * The two legs share one currency; synthetic is their product or ratio, whichever gives the cross: EURUSD × USDJPY for EURJPY,
 * EURUSD ÷ GBPUSD for EURGBP, USDJPY ÷ USDCHF for CHFJPY. Parameters: the exponents (1 or −1) of the legs.
 */
import type { Instrument } from '../../market/instrument.ts';
import { ConditionFault } from '../fault.ts';
import type { Expression } from '../resolved.ts';
import { argumentsOf, instrumentArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

const SIGNATURE = 'mismatch(EURUSD, USDJPY, EURJPY)';

export const mismatch: FunctionDefinition = {
  name: 'mismatch',
  signature: SIGNATURE,
  help: {
    en: 'Price made of the first two instruments, minus the price of the third, on mid',
    ja: '最初の 2 通貨ペアから合成した価格 − 3 つ目の通貨ペアの価格（仲値）',
  },
  isOfInstrument: false,
  candles: 'none',
  hasPast: true,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 3, most: 3 }, SIGNATURE);
  const [first, second, cross] = args.map((argument) => instrumentArgument(site, argument)) as [
    Instrument,
    Instrument,
    Instrument,
  ];
  const exponents = exponentsOf(first, second, cross);
  if (exponents === null) {
    throw new ConditionFault('type', site.node, {
      key: 'triangleImpossible',
      cross: cross.id,
      one: first.id,
      other: second.id,
      example: SIGNATURE,
    });
  }
  const mid = ({ id }: Instrument): Expression => ({
    type: 'quote',
    instrument: id,
    field: 'mid',
    text: `${id}:mid`,
  });
  return {
    inputs: [mid(first), mid(second), mid(cross)],
    parameters: exponents,
    lookBack: 0,
    text: `mismatch(${first.id}, ${second.id}, ${cross.id})`,
    dimension: 'distance',
    instrument: cross,
  };
}

type Exponent = 1 | -1;

/** Exponents of the legs whose product is base/quote of the cross; null when no choice gives it. */
function exponentsOf(
  first: Instrument,
  second: Instrument,
  cross: Instrument,
): readonly [Exponent, Exponent] | null {
  for (const one of [1, -1] as const)
    for (const other of [1, -1] as const) {
      const [a, b] = oriented(first, one);
      const [c, d] = oriented(second, other);
      const meets = b === c ? [a, d] : d === a ? [c, b] : null;
      if (meets !== null && meets[0] === cross.base && meets[1] === cross.quote) return [one, other];
    }
  return null;
}

function oriented({ base, quote }: Instrument, exponent: Exponent): readonly [string, string] {
  return exponent === 1 ? [base, quote] : [quote, base];
}
