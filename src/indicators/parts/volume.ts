/**
 * The volume of a candle, NaN where there is none. A candle exists because something was traded or quoted in it, so 0 says that the source
 * counts no volume (many histories of FX prices do not): to whatever needs volume such a candle is one of unknown numbers.
 */
import type { Candle } from '../../market/candle.ts';

export function volumeOf({ volume }: Candle): number {
  return volume > 0 ? volume : NaN;
}
