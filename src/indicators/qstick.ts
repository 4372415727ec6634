/** Qstick: the mean body. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const qstick: IndicatorDefinition = {
  name: 'qstick',
  title: { en: 'Qstick', ja: 'Qスティック' },
  parameters: [period('period', 8)],
  outputs: [{ name: 'qstick', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention: 'SMA(n) of close − open: above 0 where rising bodies outweigh.',
  source: 'T. Chande, S. Kroll, The New Technical Trader, 1994; Tulip qstick',
  create: (params) => new Qstick(numberAt(params, 0)),
};

class Qstick extends Composite {
  readonly #mean: RollingMean;

  constructor(length: number) {
    super();
    this.#mean = new RollingMean(length);
  }

  push({ open, close }: Candle): void {
    this.outputs[0] = this.#mean.push(close - open);
  }

  peek({ open, close }: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek(close - open);
  }

  protected parts() {
    return [this.#mean];
  }
}
