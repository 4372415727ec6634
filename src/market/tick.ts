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

/** The price of a tick on a basis. `mid` may need one digit more than the quote. */
export function priceOn(basis: PriceBasis, bid: number, ask: number): number {
  return basis === 'bid' ? bid : basis === 'ask' ? ask : (bid + ask) / 2;
}
