/** Positive volume index. Warm after one candle; its level depends on where the history begins, its changes in percent do not. O(1) a candle. */
import type { IndicatorDefinition } from './indicator.ts';
import { VolumeIndex } from './parts/volume-index.ts';

export const pvi: IndicatorDefinition = {
  name: 'pvi',
  title: { en: 'Positive volume index', ja: 'PVI（ポジティブ・ボリューム・インデックス）' },
  parameters: [],
  outputs: [{ name: 'pvi', dimension: 'number' }],
  overlay: false,
  needsVolume: true,
  warmUp: () => 1,
  convention:
    'Follows the close in percent on candles with more volume than the one before, stands still on the others; begins at 1,000. Only its ' +
    'changes mean something: compare it with its own past.',
  source: 'N. Fosback, Stock Market Logic, 1976; TradingView, Positive Volume Index',
  create: () => new VolumeIndex('higher'),
};
