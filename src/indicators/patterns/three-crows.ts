/** Three black crows. Warm after 14 candles. O(1) a candle. */
import { isGapped, market } from './market.ts';
import { pattern } from './pattern.ts';
import type { Shape } from './shape.ts';

export const threeCrows = pattern({
  name: 'three_crows',
  title: { en: 'Three black crows', ja: '黒三兵（三羽烏）' },
  parameters: [market()],
  warmUp: 14,
  convention:
    '−1 for three black candles closing lower and lower with hardly a lower shadow, after a white one whose high is above the first close; each opens below the open before, at its close or near it or above (`gapped`: above).',
  source: 'TA-Lib CDL3BLACKCROWS',
  recognise([now, second, first, before], params) {
    const areBlack = !first.isWhite && !second.isWhite && !now.isWhite;
    const closeLow = first.hasNoLowerShadow && second.hasNoLowerShadow && now.hasNoLowerShadow;
    if (!areBlack || !closeLow || !before.isWhite || before.high <= first.close) return 0;
    const gapped = isGapped(params);
    return descends(second, first, gapped) && descends(now, second, gapped) ? -1 : 0;
  },
});

function descends(now: Shape, before: Shape, gapped: boolean): boolean {
  const opensInside = gapped ? now.open > before.close : !now.exceeds(before.close - before.near, now.open);
  return now.close < before.close && now.open < before.open && opensInside;
}
