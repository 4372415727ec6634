/** Evening star. Warm after 13 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';

export const eveningStar = pattern({
  name: 'evening_star',
  title: { en: 'Evening star', ja: '宵の明星' },
  parameters: [market()],
  warmUp: 13,
  convention:
    '−1 for a long white candle, a star (a body that is not long) that makes the highest high of the three (`gapped`: whose body lies above that of the first), and a long black candle that closes below 30 % down the first body.',
  source: 'TA-Lib CDLEVENINGSTAR',
  recognise([now, star, first], params) {
    if (!first.isWhite || !first.isLong || star.isLong || now.isWhite || !now.isLong) return 0;
    const isAbove = isGapped(params) ? star.bottom > first.top : star.high >= Math.max(first.high, now.high);
    return isAbove && now.exceeds(first.close - 0.3 * first.body, now.close) ? -1 : 0;
  },
});
