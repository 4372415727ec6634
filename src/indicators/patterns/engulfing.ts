/** Engulfing. Warm after 2 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const engulfing = pattern({
  name: 'engulfing',
  title: { en: 'Engulfing', ja: '包み足' },
  parameters: [],
  warmUp: 2,
  convention:
    '1 for a white body around the black body before, −1 for a black one around a white one; one end may be equal, as in FX the open often is.',
  source: 'TA-Lib CDLENGULFING',
  recognise([now, before]) {
    if (now.isWhite === before.isWhite) return 0;
    const engulfs =
      (now.top >= before.top && now.bottom < before.bottom) ||
      (now.top > before.top && now.bottom <= before.bottom);
    return !engulfs ? 0 : now.isWhite ? 1 : -1;
  },
});
