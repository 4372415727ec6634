/** Volume with the sign and share of where in its range a candle closed: all of it at the high, minus all at the low. Source: M. Chaikin. */
import { type Candle, volumeOf } from '../../market/candle.ts';

/** 0 for a candle without a range; NaN for one that is not of finite numbers, or without volume. */
export function moneyFlowVolume(candle: Candle): number {
  const { high, low, close } = candle;
  const volume = volumeOf(candle);
  const range = high - low;
  if (range === 0) return 0 * volume;
  return (volume * (close - low - (high - close))) / range;
}
