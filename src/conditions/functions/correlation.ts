/**
 * `correlation(EURUSD, GBPUSD, 50)@H1` and `beta(EURUSD, GBPUSD, 50)@H1`: how two instruments move together.
 *
 *   r(i) = ln(close(i) ÷ close(i−1)) over the last 50 closed candles of the first instrument, and for the second between the same
 *   instants, from the closes it had then (a candle it has not counts as no change)
 *   correlation = cov(r₁, r₂) ÷ √(var(r₁) var(r₂))  (Pearson, −1 … 1)        beta = cov(r₁, r₂) ÷ var(r₂)
 *
 * Unknown until 51 closes of both are known, and where one of them did not move at all.
 */
import { ConditionFault, excerpt } from '../fault.ts';
import type { Expression } from '../resolved.ts';
import { argumentsOf, instrumentArgument, integerArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

const MOST_CANDLES = 1_000;

export const correlation: FunctionDefinition = {
  name: 'correlation',
  signature: 'correlation(EURUSD, GBPUSD, 50)',
  help: {
    en: 'Correlation of the log returns of two instruments over so many candles, -1 to 1',
    ja: '2 通貨ペアの対数収益率の相関（−1〜1）',
  },
  isOfInstrument: false,
  candles: 'own',
  hasPast: false,
  resolve: (site) => resolve(site, correlation),
};

export const beta: FunctionDefinition = {
  name: 'beta',
  signature: 'beta(EURUSD, GBPUSD, 50)',
  help: {
    en: 'How much the first instrument moves when the second moves by one, by log returns over so many candles',
    ja: '2 つ目の通貨ペアが 1 動くとき 1 つ目が動く量（対数収益率の回帰係数）',
  },
  isOfInstrument: false,
  candles: 'own',
  hasPast: false,
  resolve: (site) => resolve(site, beta),
};

function resolve(site: CallSite, { name, signature }: FunctionDefinition): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 3, most: 3 }, signature);
  const [one, other, count] = args as [(typeof args)[0], (typeof args)[0], (typeof args)[0]];
  const first = instrumentArgument(site, one);
  const second = instrumentArgument(site, other);
  if (first.id === second.id)
    throw new ConditionFault('type', other, {
      key: 'instrumentTwice',
      text: excerpt(site.source, other),
    });
  const candles = integerArgument(site, count, { key: 'candles', min: 3, max: MOST_CANDLES });
  const close = (id: typeof first.id): Expression => ({
    type: 'candle',
    instrument: id,
    basis: site.context.basis,
    timeframe: site.timeframe ?? '',
    field: 'close',
    offset: 0,
    live: false,
    text: `${id}:close@${site.timeframe}`,
  });
  return {
    inputs: [close(first.id), close(second.id)],
    parameters: [candles],
    lookBack: candles,
    text: `${name}(${first.id}, ${second.id}, ${candles})`,
    dimension: 'number',
    instrument: first,
  };
}
