/**
 * The built-in instruments: what the providers of docs/guide quote, with the digits most of them show. `config/instruments.yaml`
 * adds others or corrects these. Pip: 0.01 for quotes in JPY, HUF and THB, 0.0001 otherwise; metals by broker custom
 * (XAU 0.1, XAG 0.01).
 */
import { type InstrumentId, instrumentId } from '../kernel/units.ts';
import type { Instrument } from './instrument.ts';

export type InstrumentTable = ReadonlyMap<string, Instrument>;

const FIVE_DIGITS = `
  EURUSD GBPUSD AUDUSD NZDUSD USDCAD USDCHF
  EURGBP EURAUD EURNZD EURCAD EURCHF GBPAUD GBPNZD GBPCAD GBPCHF AUDNZD AUDCAD AUDCHF NZDCAD NZDCHF CADCHF
  USDSEK USDNOK USDDKK USDPLN USDCZK USDTRY USDZAR USDMXN USDSGD USDHKD USDCNH USDILS
  EURSEK EURNOK EURDKK EURPLN EURCZK EURTRY EURZAR EURSGD EURHKD GBPSGD AUDSGD`;
const THREE_DIGITS = `
  USDJPY EURJPY GBPJPY AUDJPY NZDJPY CADJPY CHFJPY SGDJPY HKDJPY CNHJPY TRYJPY ZARJPY MXNJPY NOKJPY SEKJPY PLNJPY HUFJPY CZKJPY
  USDHUF EURHUF USDTHB`;

function pairs(names: string, digits: number, pip: number): Instrument[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ id: instrumentId(name), base: name.slice(0, 3), quote: name.slice(3), digits, pip }));
}

export const BUILT_IN_INSTRUMENTS: readonly Instrument[] = [
  ...pairs(FIVE_DIGITS, 5, 0.0001),
  ...pairs(THREE_DIGITS, 3, 0.01),
  ...pairs('XAUUSD XAUJPY XAUEUR', 3, 0.1),
  ...pairs('XAGUSD', 4, 0.01),
];

/** Later entries replace earlier ones of the same name. */
export function instrumentTable(...lists: readonly (readonly Instrument[])[]): InstrumentTable {
  return new Map(lists.flat().map((instrument) => [instrument.id as string, instrument]));
}

/** `EUR/USD`, `eur_usd`, `EURUSD` name the same instrument; null when the table has none of that name. */
export function findInstrument(table: InstrumentTable, text: string): InstrumentId | null {
  return table.get(text.replace(/[/_-]/g, '').toUpperCase())?.id ?? null;
}
