/** `range@H1`: high minus low of a candle, a distance. */
import type { Expression } from '../resolved.ts';
import { argumentsOf, refuseOutput } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

export const range: FunctionDefinition = {
  name: 'range',
  signature: 'range',
  help: { en: 'High minus low of the candle', ja: '高値 − 安値（値幅）' },
  isOfInstrument: true,
  candles: 'own',
  hasPast: true,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  argumentsOf(site, { least: 0, most: 0 }, 'range');
  const { instrument, node, timeframe } = site;
  const side = (field: 'high' | 'low'): Expression =>
    site.operand({
      ...node,
      name: { ...node.name, text: field },
      timeframe: timeframe === null ? null : { ...node.name, text: timeframe },
    }).expression;
  return {
    inputs: [side('high'), side('low')],
    parameters: [],
    lookBack: 0,
    text: 'range',
    dimension: 'distance',
    instrument,
  };
}
