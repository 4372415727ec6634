/** Piercing line. Warm after 12 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';

export const piercing = pattern({
  name: 'piercing',
  title: { en: 'Piercing line', ja: '切り込み線' },
  parameters: [market()],
  warmUp: 12,
  convention:
    '1 for a long white candle after a long black one, opening at or below its close (`gapped`: below its low) and closing within its body, above the middle.',
  source: 'TA-Lib CDLPIERCING',
  recognise([now, before], params) {
    if (before.isWhite || !before.isLong || !now.isWhite || !now.isLong) return 0;
    const opensLow = isGapped(params) ? now.open < before.low : now.open <= before.close;
    const pierces = now.close < before.open && now.exceeds(now.close, before.close + 0.5 * before.body);
    return opensLow && pierces ? 1 : 0;
  },
});
