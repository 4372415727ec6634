/** What is traded: currencies, size of a pip, digits of a quote. */
import type { InstrumentId, Pips } from '../kernel/units.ts';

/** How the quotes of an instrument are written. */
export interface PriceScale {
  /** Decimals of a quote: 5 for EURUSD, 3 for USDJPY. */
  readonly digits: number;
  /** Price of one pip: 0.0001, 0.01. */
  readonly pip: number;
}

export interface Instrument extends PriceScale {
  readonly id: InstrumentId;
  /** ISO 4217 code, or XAU, XAG. */
  readonly base: string;
  readonly quote: string;
}

/** A point is the smallest step of a quote: 0.00001 for five digits. */
export function pointsPerUnit({ digits }: PriceScale): number {
  return 10 ** digits;
}

export function toPips(instrument: PriceScale, difference: number): Pips {
  return (Math.round((difference / instrument.pip) * 1000) / 1000) as Pips;
}

/**
 * Prices and price differences are compared in hundredths of a point: 0.00018 is 1.8 pips, not 1.7999999.
 * Quanta are integers, so their order is total and sorted levels agree with the comparison.
 */
export function quantaPerUnit(instrument: Instrument): number {
  return 10 ** (instrument.digits + 2);
}

/** NaN stays NaN. */
export function quantise(value: number, perUnit: number): number {
  return Math.round(value * perUnit);
}
