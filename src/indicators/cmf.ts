/** Chaikin money flow. Warm after n candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { moneyFlowVolume } from './parts/money-flow.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const cmf: IndicatorDefinition = {
  name: 'cmf',
  title: { en: 'Chaikin money flow', ja: 'チャイキン・マネーフロー' },
  parameters: [period('period', 20)],
  outputs: [{ name: 'cmf', dimension: 'number' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'The sum of volume · ((close − low) − (high − close)) / (high − low) over n candles, divided by the sum of their volume: −1 to 1.',
  source: 'M. Chaikin; TradingView, Chaikin Money Flow',
  create: (params) => new Cmf(numberAt(params, 0)),
};

class Cmf extends Composite {
  readonly #flow: RollingMean;
  readonly #volume: RollingMean;

  constructor(length: number) {
    super();
    this.#flow = new RollingMean(length);
    this.#volume = new RollingMean(length);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#flow.push(moneyFlowVolume(candle)) / this.#volume.push(volumeOf(candle));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#flow.peek(moneyFlowVolume(candle)) / this.#volume.peek(volumeOf(candle));
  }

  protected parts() {
    return [this.#flow, this.#volume];
  }
}
