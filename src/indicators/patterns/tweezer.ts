/** Tweezer. Warm after 6 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const tweezer = pattern({
  name: 'tweezer',
  title: { en: 'Tweezer', ja: '毛抜き' },
  parameters: [],
  warmUp: 6,
  convention:
    '1 for a white candle after a black one with an equal low (tweezer bottom), −1 for a black one after a white one with an equal high (top); equal is within a twentieth of the mean range of the 5 candles before.',
  source: 'S. Nison, Japanese Candlestick Charting Techniques, 1991',
  recognise([now, before]) {
    if (now.isWhite === before.isWhite) return 0;
    const apart = now.isWhite ? Math.abs(now.low - before.low) : Math.abs(now.high - before.high);
    if (now.exceeds(apart, now.equal)) return 0;
    return now.isWhite ? 1 : -1;
  },
});
