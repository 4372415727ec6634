/** Internal bar strength: where in its range a candle closed. Warm after one candle. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';

export const ibs: IndicatorDefinition = {
  name: 'ibs',
  title: { en: 'Internal bar strength', ja: 'IBS（足の中での終値の位置）' },
  parameters: [],
  outputs: [{ name: 'ibs', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: () => 1,
  convention: '(close − low) / (high − low): 0 at the low, 1 at the high, 0.5 without a range.',
  source: 'V. Alvarez, L. Connors, High Probability ETF Trading, 2009',
  create: () => new Ibs(),
};

class Ibs extends Composite {
  push(candle: Candle): void {
    this.outputs[0] = placeIn(candle);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = placeIn(candle);
  }

  protected parts() {
    return [];
  }
}

function placeIn({ high, low, close }: Candle): number {
  return high === low ? 0.5 + 0 * close : (close - low) / (high - low);
}
