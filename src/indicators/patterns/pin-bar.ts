/** Pin bar. Warm after 1 candle. O(1) a candle. */
import { numberAt } from '../parameters.ts';
import { pattern } from './pattern.ts';

export const pinBar = pattern({
  name: 'pin_bar',
  title: { en: 'Pin bar', ja: 'ピンバー' },
  parameters: [{ kind: 'number', name: 'tail', default: 0.66, min: 0.51, max: 1 }],
  warmUp: 1,
  convention:
    '1 where the lower shadow is at least `tail` of the range, −1 where the upper one is: a price tried and refused. A candle without a range is none.',
  source: 'M. Pring, Pinocchio bars; the usual two thirds',
  recognise([now], params) {
    const least = numberAt(params, 0) * now.range;
    if (now.range <= 0) return 0;
    return !now.exceeds(least, now.lowerShadow) ? 1 : !now.exceeds(least, now.upperShadow) ? -1 : 0;
  },
});
