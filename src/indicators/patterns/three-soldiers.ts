/** Three white soldiers. Warm after 13 candles. O(1) a candle. */
import { pattern } from './pattern.ts';
import type { Shape } from './shape.ts';

export const threeSoldiers = pattern({
  name: 'three_soldiers',
  title: { en: 'Three white soldiers', ja: '赤三兵' },
  parameters: [],
  warmUp: 13,
  convention:
    '1 for three white candles closing higher and higher with hardly an upper shadow, each opening above the open before and in or near its body, none much smaller than the one before, the last not short.',
  source: 'TA-Lib CDL3WHITESOLDIERS',
  recognise([now, second, first]) {
    const areWhite = first.isWhite && second.isWhite && now.isWhite;
    const closeHigh = first.hasNoUpperShadow && second.hasNoUpperShadow && now.hasNoUpperShadow;
    return areWhite && closeHigh && marches(second, first) && marches(now, second) && now.isLong ? 1 : 0;
  },
});

/** Opens in the body before or near it, closes higher, and is not far smaller. */
function marches(now: Shape, before: Shape): boolean {
  return (
    now.close > before.close &&
    now.open > before.open &&
    !now.exceeds(now.open, before.close + before.near) &&
    now.exceeds(now.body, before.body - before.far)
  );
}
