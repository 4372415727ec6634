/** Dark cloud cover. Warm after 12 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';

export const darkCloud = pattern({
  name: 'dark_cloud',
  title: { en: 'Dark cloud cover', ja: 'かぶせ線' },
  parameters: [market()],
  warmUp: 12,
  convention:
    '−1 for a black candle after a long white one, opening at or above its close (`gapped`: above its high) and closing within its body, below the middle.',
  source: 'TA-Lib CDLDARKCLOUDCOVER',
  recognise([now, before], params) {
    if (!before.isWhite || !before.isLong || now.isWhite) return 0;
    const opensHigh = isGapped(params) ? now.open > before.high : now.open >= before.close;
    const covers = now.close > before.open && now.exceeds(before.close - 0.5 * before.body, now.close);
    return opensHigh && covers ? -1 : 0;
  },
});
