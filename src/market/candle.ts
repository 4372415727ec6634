/** Open, high, low, close of `[at, closesAt)`. A period without a tick makes no candle. */
import type { EpochMs } from '../kernel/units.ts';

export interface Candle {
  /** Start of the period. */
  readonly at: EpochMs;
  /** End of the period: the instant at which it closes. */
  readonly closesAt: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Number of ticks, or the source's volume; 0 where the source has none. */
  readonly volume: number;
}
