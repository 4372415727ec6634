/** Prices as dealers show them: fixed decimals by instrument, the pip digits apart so that they can be enlarged. */
import type { PriceScale } from '../../../src/market/instrument.ts';

/** `150.123` of USDJPY → lead `150.`, pips `12`, point `3`. */
interface PriceParts {
  readonly lead: string;
  readonly pips: string;
  readonly point: string;
}

export function formatPrice(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

export function splitPrice(value: number, scale: PriceScale): PriceParts {
  const text = value.toFixed(scale.digits);
  const pipDecimals = Math.max(0, Math.round(-Math.log10(scale.pip)));
  const pointLength = Math.max(0, scale.digits - pipDecimals);
  let pointStart = text.length - pointLength;
  // Whole-unit pips (digits beyond, none within): the decimal point belongs to the small print.
  if (text[pointStart - 1] === '.') pointStart -= 1;
  const pipStart = twoDigitsBack(text, pointStart);
  return {
    lead: text.slice(0, pipStart),
    pips: text.slice(pipStart, pointStart),
    point: text.slice(pointStart),
  };
}

/** Start of the last two digits before `end`; a decimal point between them is taken along. */
function twoDigitsBack(text: string, end: number): number {
  let start = end;
  for (let digits = 0; start > 0 && digits < 2; start--) if (text[start - 1] !== '.') digits++;
  return start;
}

export function toPips(difference: number, scale: PriceScale): number {
  return difference / scale.pip;
}

/** The nearest price the instrument can quote. */
export function roundToPoint(value: number, scale: PriceScale): number {
  return Number(value.toFixed(scale.digits));
}

/** `+0.42 %`, with a true minus sign and always a sign, so that columns line up. */
export function formatPercent(value: number | null): string {
  if (value === null) return '–';
  const rounded = Math.abs(value) < 0.005 ? 0 : value;
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '±';
  return `${sign}${Math.abs(rounded).toFixed(2)}%`;
}
