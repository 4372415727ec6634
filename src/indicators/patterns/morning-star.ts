/** Morning star. Warm after 13 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';

export const morningStar = pattern({
  name: 'morning_star',
  title: { en: 'Morning star', ja: '明けの明星' },
  parameters: [market()],
  warmUp: 13,
  convention:
    '1 for a long black candle, a star (a body that is not long) that makes the lowest low of the three (`gapped`: whose body lies below that of the first), and a white candle that is not short and closes above 30 % of the first body.',
  source: 'TA-Lib CDLMORNINGSTAR',
  recognise([now, star, first], params) {
    if (first.isWhite || !first.isLong || star.isLong || !now.isWhite || !now.isLong) return 0;
    const isBelow = isGapped(params) ? star.top < first.bottom : star.low <= Math.min(first.low, now.low);
    return isBelow && now.exceeds(now.close, first.close + 0.3 * first.body) ? 1 : 0;
  },
});
