/** Inverted hammer. Warm after 12 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';

export const invertedHammer = pattern({
  name: 'inverted_hammer',
  title: { en: 'Inverted hammer', ja: 'トンカチ（逆ハンマー）' },
  parameters: [market()],
  warmUp: 12,
  convention:
    '1 for a short body with an upper shadow longer than itself and hardly a lower one, at or near the low before (a fifth of the mean range of 5); `gapped`: the body below the body before.',
  source: 'TA-Lib CDLINVERTEDHAMMER',
  recognise([now, before], params) {
    const isHammer = now.isShort && now.hasNoLowerShadow && now.exceeds(now.upperShadow, now.body);
    const isLow = isGapped(params)
      ? now.top < before.bottom
      : !now.exceeds(now.bottom, before.low + before.near);
    return isHammer && isLow ? 1 : 0;
  },
});
