/** Inside bar. Warm after 2 candles. O(1) a candle. */
import { pattern } from './pattern.ts';

export const insideBar = pattern({
  name: 'inside_bar',
  title: { en: 'Inside bar', ja: 'インサイドバー' },
  parameters: [],
  warmUp: 2,
  convention:
    '1 where the high is below and the low above those of the candle before; equal is not inside. It has no side.',
  source: 'L. Raschke, L. Connors, Street Smarts, 1995',
  recognise([now, before]) {
    return now.high < before.high && now.low > before.low ? 1 : 0;
  },
});
