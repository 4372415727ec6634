/**
 * `strength(EUR, 24)@H1`: how far a currency has moved against the other seven of EUR USD JPY GBP AUD NZD CAD CHF, in percent.
 *
 *   v(c) = ln(close ÷ close[24]) of c against USD (0 for USD itself), from the seven USD pairs
 *   strength(c) = 100 × (v(c) − mean of v over the other seven)
 *
 * That is the mean log change of c against each of the other seven, for a cross moves as the difference of its legs. `jpy` as a third
 * word takes the seven JPY pairs instead, for feeds that quote those; 24 candles unless said. Unknown while any of the pairs is.
 * Parameters: candles, place of the currency among the legs (−1 for the one all pairs have in common), the sign of each leg.
 */
import type { Instrument } from '../../market/instrument.ts';
import { ConditionFault, excerpt } from '../fault.ts';
import type { Expression } from '../resolved.ts';
import { argumentsOf, choiceArgument, integerArgument, refuseOutput, refusePlace } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';

const CURRENCIES = ['eur', 'usd', 'jpy', 'gbp', 'aud', 'nzd', 'cad', 'chf'];
const BASES = ['usd', 'jpy'];
const DEFAULT_CANDLES = 24;
const MOST_CANDLES = 1_000;

export const strength: FunctionDefinition = {
  name: 'strength',
  signature: 'strength(EUR, 24)',
  help: {
    en: 'Mean change of a currency against the other seven majors over so many candles, in percent',
    ja: '主要 8 通貨のうち、他の 7 通貨に対する平均変化率（%）',
  },
  isOfInstrument: false,
  candles: 'own',
  hasPast: true,
  resolve,
};

function resolve(site: CallSite): ValueCall {
  refuseOutput(site);
  refusePlace(site);
  const args = argumentsOf(site, { least: 1, most: 3 }, strength.signature);
  const [of, count, against] = args as [(typeof args)[0], ...typeof args];
  const currency = choiceArgument(site, of, CURRENCIES);
  const candles =
    count === undefined
      ? DEFAULT_CANDLES
      : integerArgument(site, count, { key: 'candles', min: 1, max: MOST_CANDLES });
  const common = against === undefined ? 'usd' : choiceArgument(site, against, BASES);
  const legs = CURRENCIES.filter((other) => other !== common).map((other) => legOf(site, other, common));
  const close = (pair: Instrument, offset: number): Expression => ({
    type: 'candle',
    instrument: pair.id,
    basis: site.context.basis,
    timeframe: site.timeframe ?? '',
    field: 'close',
    offset,
    live: false,
    text: `${pair.id}:close@${site.timeframe}${offset === 0 ? '' : `[${offset}]`}`,
  });
  const place = CURRENCIES.filter((other) => other !== common).indexOf(currency);
  return {
    inputs: legs.flatMap(({ pair }) => [close(pair, 0), close(pair, candles)]),
    parameters: [candles, place, ...legs.map(({ sign }) => sign)],
    lookBack: 0,
    text: `strength(${currency.toUpperCase()}, ${candles}${common === 'usd' ? '' : `, ${common.toUpperCase()}`})`,
    dimension: 'percent',
    instrument: (legs[0] as Leg).pair,
  };
}

interface Leg {
  readonly pair: Instrument;
  /** 1 when the pair rises with the currency. */
  readonly sign: 1 | -1;
}

function legOf(site: CallSite, currency: string, common: string): Leg {
  const [one, other] = [currency.toUpperCase(), common.toUpperCase()];
  for (const pair of site.context.instruments.values()) {
    if (pair.base === one && pair.quote === other) return { pair, sign: 1 };
    if (pair.base === other && pair.quote === one) return { pair, sign: -1 };
  }
  const text = excerpt(site.source, site.node);
  throw new ConditionFault('unknown-name', site.node, { key: 'pairMissing', text, one, other });
}
