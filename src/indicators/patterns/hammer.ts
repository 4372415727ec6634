/** Hammer. Warm after 12 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const hammer = pattern({
  name: 'hammer',
  title: { en: 'Hammer', ja: 'カラカサ（ハンマー）' },
  parameters: [],
  warmUp: 12,
  convention:
    '1 for a short body at or near the low before (a fifth of the mean range of 5), a lower shadow longer than the body and hardly an upper one. Whether a fall came before is for another condition to say.',
  source: 'TA-Lib CDLHAMMER',
  recognise([now, before]) {
    const isHammer =
      now.isShort &&
      now.hasNoUpperShadow &&
      now.exceeds(now.lowerShadow, now.body) &&
      !now.exceeds(now.bottom, before.low + before.near);
    return isHammer ? 1 : 0;
  },
});
