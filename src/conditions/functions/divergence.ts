/**
 * `divergence(close, rsi(14), 60)@H1`: regular divergence of a price and an oscillator. 1 bullish, −1 bearish, 0 none.
 *
 * A swing low is a candle whose price is below that of the two candles before and the two after it (a swing high above). When a
 * candle closes that completes a swing low, and the swing low before it within the last 60 candles had a higher price and a lower
 * oscillator, the divergence is bullish at that close; with swing highs, a lower price and a higher oscillator, bearish. At every other
 * close it is 0: the value stands for one candle. Unknown until all 60 candles are known.
 */
import type { ArgumentNode } from '../ast.ts';
import { ConditionFault, excerpt } from '../fault.ts';
import { argumentsOf, integerArgument, operandArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ResolvedArgument, ValueCall } from './definition.ts';

const DEFAULT_CANDLES = 60;

export const divergence: FunctionDefinition = {
  name: 'divergence',
  signature: 'divergence(close, rsi(14), 60)',
  help: {
    en: 'Regular divergence over so many candles: 1 bullish, -1 bearish, 0 none',
    ja: '通常のダイバージェンス（1 = 強気、−1 = 弱気、0 = なし）',
  },
  isOfInstrument: true,
  candles: 'own',
  hasPast: false,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 2, most: 3 }, divergence.signature);
  const [priceNode, oscillatorNode, count] = args as [ArgumentNode, ArgumentNode, ArgumentNode | undefined];
  const price = closedSeries(site, priceNode);
  const oscillator = closedSeries(site, oscillatorNode);
  const candles =
    count === undefined
      ? DEFAULT_CANDLES
      : integerArgument(site, count, { key: 'candles', min: 6, max: 500 });
  return {
    inputs: [price.expression, oscillator.expression],
    parameters: [candles],
    lookBack: candles - 1,
    text: `divergence(${price.text}, ${oscillator.text}, ${candles})`,
    dimension: 'number',
    instrument: site.instrument,
  };
}

/** On the closed candles of the call; its timeframe goes unsaid. */
function closedSeries(site: CallSite, argument: ArgumentNode): ResolvedArgument {
  const node = operandArgument(site, argument);
  const own = node.timeframe ?? node.instrument;
  const resolved = site.operand(node);
  const { expression } = resolved;
  const isSeries = expression.type === 'candle' || expression.type === 'indicator';
  if (own !== null || !isSeries || expression.live || expression.offset > 0) {
    const found = excerpt(site.source, node);
    throw new ConditionFault('type', own ?? node, { key: 'seriesExpected', found });
  }
  return { ...resolved, text: resolved.text.slice(0, -`@${expression.timeframe}`.length) };
}
