/** Marubozu. Warm after 11 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const marubozu = pattern({
  name: 'marubozu',
  title: { en: 'Marubozu', ja: '丸坊主' },
  parameters: [],
  warmUp: 11,
  convention: 'A long body with hardly a shadow at either end: 1 white, −1 black.',
  source: 'TA-Lib CDLMARUBOZU',
  recognise([now]) {
    if (!now.isLong || !now.hasNoUpperShadow || !now.hasNoLowerShadow) return 0;
    return now.isWhite ? 1 : -1;
  },
});
