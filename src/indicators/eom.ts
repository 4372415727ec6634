/** Ease of movement. Warm after n + 1 candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const eom: IndicatorDefinition = {
  name: 'eom',
  title: { en: 'Ease of movement', ja: 'イーズ・オブ・ムーブメント' },
  parameters: [
    period('period', 14),
    { kind: 'number', name: 'divisor', default: 10_000, min: 1, max: 1_000_000_000 },
  ],
  outputs: [{ name: 'eom', dimension: 'number' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'SMA(n) of divisor · change of hl2 · (high − low) / volume. Its scale is the divisor’s: compare it ' +
    'with 0 or its own past.',
  source: 'R. Arms; TradingView, Ease of Movement',
  create: (params) => new Eom(numberAt(params, 0), numberAt(params, 1)),
};

class Eom extends Composite {
  readonly #divisor: number;
  readonly #middle = new LastValue();
  readonly #mean: RollingMean;

  constructor(length: number, divisor: number) {
    super();
    this.#divisor = divisor;
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    const middle = (candle.high + candle.low) / 2;
    this.outputs[0] = this.#mean.push(this.#ease(candle, middle - this.#middle.push(middle)));
  }

  peek(candle: Candle, into: Float64Array): void {
    const middle = (candle.high + candle.low) / 2;
    into[0] = this.#mean.peek(this.#ease(candle, middle - this.#middle.peek()));
  }

  protected parts() {
    return [this.#middle, this.#mean];
  }

  #ease(candle: Candle, change: number): number {
    return (this.#divisor * change * (candle.high - candle.low)) / volumeOf(candle);
  }
}
