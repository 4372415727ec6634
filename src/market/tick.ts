/** One quote of one instrument at one instant of market time. */
import type { EpochMs, InstrumentId, Price } from '../kernel/units.ts';

export interface Tick {
  readonly instrument: InstrumentId;
  readonly bid: Price;
  readonly ask: Price;
  /** Stamp of the source. */
  readonly at: EpochMs;
  /** What it counts for in the volume of its candles; 1 unless said. */
  readonly volume?: number;
}

/** Which price candles are built from. `bid` is the default, as on most broker charts. */
export type PriceBasis = 'bid' | 'ask' | 'mid';
export const PRICE_BASES: readonly PriceBasis[] = ['bid', 'ask', 'mid'];

interface BothSides {
  readonly bid: number;
  readonly ask: number;
}

/** The price of a quote on a basis. */
export function priceOn(basis: PriceBasis, { bid, ask }: BothSides, perUnit: number): number {
  return basis === 'bid' ? bid : basis === 'ask' ? ask : midOf(bid, ask, perUnit);
}

/**
 * The middle of two prices of `perUnit` points a unit: the double nearest to the decimal, 1.08428, where (bid + ask) / 2 can be
 * 1.0842800000000001. It may need one digit more than the quote. Their sum in points is a whole number, and dividing one rounds once.
 */
export function midOf(bid: number, ask: number, perUnit: number): number {
  return Math.round((bid + ask) * perUnit) / (2 * perUnit);
}

/** The double nearest to the decimal, as with `midOf`. */
export function spreadOf(bid: number, ask: number, perUnit: number): number {
  return Math.round((ask - bid) * perUnit) / perUnit;
}
