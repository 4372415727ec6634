/**
 * The weekend gap: first price of the week minus last price of the week before, on the price of the alert.
 *
 *   gap                        its size, a distance with its sign; unknown from Friday's close to the first tick of the week
 *   gap_opened(20 pips, higher)    it is at least that large (higher, lower, or either way): from the first tick of the week to its close
 *   gap_filled(20 pips)        such a gap, and the price has been back at the last price of the week before
 *
 * While the market is closed both flags are false, so that each week fires anew.
 */
import type { Expression } from '../resolved.ts';
import { argumentsOf, refuseOutput, refusePlace } from './arguments.ts';
import { chosen } from './calendar-arguments.ts';
import type { CallSite, FlagDefinition, FunctionDefinition } from './definition.ts';
import { printNumber } from '../print.ts';
import { pipsArgument } from './round-distance.ts';

const WAYS = ['higher', 'lower'] as const;

export const gap: FunctionDefinition = {
  name: 'gap',
  signature: 'gap',
  help: {
    en: 'First price of this week minus last price of the week before',
    ja: '窓の大きさ（今週の始値 − 先週の終値）',
  },
  isOfInstrument: true,
  candles: 'none',
  hasPast: false,
  resolve(site) {
    refuseOutput(site);
    refusePlace(site);
    argumentsOf(site, { least: 0, most: 0 }, 'gap');
    return {
      inputs: [weekly(site, 'open'), weekly(site, 'close')],
      parameters: [],
      lookBack: 0,
      text: 'gap',
      dimension: 'distance',
      instrument: site.instrument,
    };
  },
};

export const gapOpened: FlagDefinition = {
  name: 'gap_opened',
  signature: 'gap_opened(20 pips [, higher|lower])',
  words: WAYS,
  help: {
    en: 'The week has opened at least so far from the close of the week before',
    ja: '先週の終値から指定幅以上離れて今週が始まった（窓開け）',
  },
  isOfInstrument: true,
  resolve(site) {
    const args = argumentsOf(site, { least: 1, most: 2 }, 'gap_opened(20 pips)');
    const pips = args[0] === undefined ? 0 : pipsArgument(site, args[0]);
    const way = args[1] === undefined ? null : chosen(site, args[1], { words: WAYS, choice: 'direction' });
    return {
      inputs: [weekly(site, 'open'), weekly(site, 'close')],
      parameters: [priceOf(site, pips), way ?? 'either'],
      lookBack: 0,
      text: `gap_opened(${printNumber(pips)} pips${way === null ? '' : `, ${way}`})`,
    };
  },
};

export const gapFilled: FlagDefinition = {
  name: 'gap_filled',
  signature: 'gap_filled(20 pips)',
  help: {
    en: 'The week opened with such a gap (any unless said), and its price has been back at the close before',
    ja: '窓埋め（指定幅以上の窓が開いた後、先週の終値まで戻った）',
  },
  isOfInstrument: true,
  resolve(site) {
    const [least] = argumentsOf(site, { least: 0, most: 1 }, 'gap_filled(20 pips)');
    const pips = least === undefined ? 0 : pipsArgument(site, least);
    return {
      inputs: [weekly(site, 'open'), weekly(site, 'close'), weekly(site, 'high'), weekly(site, 'low')],
      parameters: [priceOf(site, pips)],
      lookBack: 0,
      text: least === undefined ? 'gap_filled' : `gap_filled(${printNumber(pips)} pips)`,
    };
  },
};

/** The close is that of the last closed week, everything else of the week in progress. */
function weekly({ instrument, context }: CallSite, field: 'open' | 'high' | 'low' | 'close'): Expression {
  const live = field !== 'close';
  return {
    type: 'candle',
    instrument: instrument.id,
    basis: context.basis,
    timeframe: 'W1',
    field,
    offset: 0,
    live,
    text: `${field}@W1${live ? ' live' : ''}`,
  };
}

function priceOf({ instrument }: CallSite, pips: number): number {
  return Number((pips * instrument.pip).toPrecision(15));
}
