/** Doji. Warm after 11 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const doji = pattern({
  name: 'doji',
  title: { en: 'Doji', ja: '同事線（十字線）' },
  parameters: [],
  warmUp: 11,
  convention:
    '1 where the body is at most a tenth of the mean range of the 10 candles before; it has no side.',
  source: 'TA-Lib CDLDOJI',
  recognise([now]) {
    return now.isDoji ? 1 : 0;
  },
});
