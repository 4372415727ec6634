/** Harami. Warm after 12 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const harami = pattern({
  name: 'harami',
  title: { en: 'Harami', ja: 'はらみ足' },
  parameters: [],
  warmUp: 12,
  convention:
    'A short body inside the long body before: 1 after a black one, −1 after a white one; one end may be equal.',
  source: 'TA-Lib CDLHARAMI',
  recognise([now, before]) {
    if (!before.isLong || now.isLong) return 0;
    const inside =
      (now.top <= before.top && now.bottom > before.bottom) ||
      (now.top < before.top && now.bottom >= before.bottom);
    return !inside ? 0 : before.isWhite ? -1 : 1;
  },
});
