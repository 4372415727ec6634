/** Numbers as a trader reads them: prices with the instrument's digits, spreads in pips, anything else to six significant digits. */
import { toPips, type PriceScale } from './instrument.ts';

/** 150.123 for USDJPY; six significant digits when the instrument is not known. */
export function priceText(value: number, instrument: PriceScale | null): string {
  return instrument === null ? plainNumber(value) : value.toFixed(instrument.digits);
}

/** A price difference in pips: `0.3 pips`. */
export function pipsText(difference: number, instrument: PriceScale): string {
  const pips = toPips(instrument, difference);
  return `${trimZeros(pips.toFixed(1))} ${Math.abs(pips) === 1 ? 'pip' : 'pips'}`;
}

/** At most six significant digits, never an exponent. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100_000) return value.toFixed(0);
  const decimals = value === 0 ? 0 : 5 - Math.floor(Math.log10(Math.abs(value)));
  return trimZeros(value.toFixed(Math.min(12, Math.max(0, decimals))));
}

/**
 * The value of an operand by its canonical text (`close@H1`, `EURUSD:spread`, `rsi(14)@M15 live`).
 * `instrumentOf` gives the instrument the text names, or the event's own for null.
 */
export function operandValueText(
  operand: string,
  value: number,
  instrumentOf: (id: string | null) => PriceScale | null,
): string {
  const match = /^(?:([A-Z0-9]{3,20}):)?([a-z_]+)/i.exec(operand);
  const instrument = instrumentOf(match?.[1] ?? null);
  if (match === null || instrument === null) return plainNumber(value);
  switch (match[2]?.toLowerCase()) {
    case 'bid':
    case 'ask':
    case 'open':
    case 'high':
    case 'low':
    case 'close':
      return priceText(value, instrument);
    case 'mid':
      return value.toFixed(instrument.digits + 1);
    case 'spread':
      return pipsText(value, instrument);
    default:
      return plainNumber(value);
  }
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
