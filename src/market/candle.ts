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
  /** Number of ticks, or the source's volume; 0 where the source has none, which `volumeOf` reads as unknown. */
  readonly volume: number;
}

/**
 * The volume of a candle, NaN where there is none. A candle exists because something was traded or quoted in it, so 0 says that the
 * source counts no volume (many histories of FX prices do not): whatever reads it meets an unknown number, never a small one.
 */
export function volumeOf({ volume }: Candle): number {
  return volume > 0 ? volume : NaN;
}
