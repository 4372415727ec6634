/** True range. Warm after two candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';
import { TrueRange } from './parts/true-range.ts';

export const tr: IndicatorDefinition = {
  name: 'tr',
  title: { en: 'True range', ja: '真の値幅' },
  parameters: [],
  outputs: [{ name: 'tr', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: () => 2,
  convention: 'The first candle has none, for want of a previous close.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TradingView ta.tr',
  create: () => new Tr(),
};

class Tr extends Composite {
  readonly #range = new TrueRange('unknown');

  push(candle: Candle): void {
    this.outputs[0] = this.#range.push(candle);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#range.peek(candle);
  }

  protected parts() {
    return [this.#range];
  }
}
