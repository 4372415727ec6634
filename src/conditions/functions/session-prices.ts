/**
 * Prices of a session as of a candle: `session_high(tokyo)` is the highest price of the last session that has closed, `session_high(tokyo) live`
 * that of the one in progress so far (unknown between two), `[n]` is n sessions further back. `session_range` is high minus low; after
 * `enters`, `leaves`, `inside`, `outside` it is both ends.
 */
import type { Dimension } from '../../indicators/indicator.ts';
import { sessionName } from '../../market/session.ts';
import { printSource } from '../print.ts';
import type { Expression } from '../resolved.ts';
import { refuseOutput } from './arguments.ts';
import type { CallSite, FunctionDefinition, ValueCall } from './definition.ts';
import { sessionArguments } from './session.ts';

type Field = 'open' | 'high' | 'low' | 'close';

export const sessionOpen = price('session_open', 'open', {
  en: 'First price of the last closed session; live: of the one in progress',
  ja: '直近に終了したセッションの始値（live は進行中のセッション）',
});
export const sessionHigh = price('session_high', 'high', {
  en: 'Highest price of the last closed session; live: of the one in progress so far',
  ja: '直近に終了したセッションの高値（live は進行中のセッション）',
});
export const sessionLow = price('session_low', 'low', {
  en: 'Lowest price of the last closed session; live: of the one in progress so far',
  ja: '直近に終了したセッションの安値（live は進行中のセッション）',
});
export const sessionClose = price('session_close', 'close', {
  en: 'Last price of the last closed session; live: of the one in progress so far',
  ja: '直近に終了したセッションの終値（live は進行中のセッション）',
});

export const sessionRange = operand('session_range', {
  dimension: 'distance',
  fields: ['high', 'low'],
  help: {
    en: 'High minus low of the last closed session; after enters, leaves, inside, outside: its low and high',
    ja: '直近に終了したセッションの値幅。enters、leaves、inside、outside の後では安値と高値',
  },
});

function price(name: string, field: Field, help: FunctionDefinition['help']): FunctionDefinition {
  return operand(name, { dimension: 'price', fields: [field], help });
}

function operand(
  name: string,
  of: {
    readonly dimension: Dimension;
    readonly fields: readonly Field[];
    readonly help: FunctionDefinition['help'];
  },
): FunctionDefinition {
  return {
    name,
    signature: `${name}(tokyo [, 09:00, 15:00])`,
    words: ['sydney', 'tokyo', 'london', 'newyork'],
    help: of.help,
    isOfInstrument: true,
    candles: 'none',
    hasPast: true,
    resolve: (site) => resolve(site, name, of),
  };
}

function resolve(
  site: CallSite,
  name: string,
  { dimension, fields }: { readonly dimension: Dimension; readonly fields: readonly Field[] },
): ValueCall {
  refuseOutput(site);
  const { node, instrument, context } = site;
  const { hours, text: session } = sessionArguments(site, name);
  const { offset, live } = node;
  const text = (of: string) => `${of}(${session})${printSource(null, node)}`;
  const inputs = fields.map((field): Expression => ({
    type: 'candle',
    instrument: instrument.id,
    basis: context.basis,
    timeframe: sessionName(hours),
    field,
    offset,
    live,
    text: text(`session_${field}`),
  }));
  return { inputs, parameters: [], lookBack: 0, text: text(name), dimension, instrument };
}
