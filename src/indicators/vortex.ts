/** Vortex indicator. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { TrueRange } from './parts/true-range.ts';
import type { StateReader } from './parts/part.ts';

export const vortex: IndicatorDefinition = {
  name: 'vortex',
  title: { en: 'Vortex indicator', ja: 'ボルテックス' },
  parameters: [period('period', 14)],
  outputs: [
    { name: 'plus', dimension: 'number' },
    { name: 'minus', dimension: 'number' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'Sums over n of |high − previous low| and |low − previous high|, each over the sum of true ranges; 0 where that is zero.',
  source: 'E. Botes, D. Siepman, Stocks & Commodities 28:1, 2010',
  create: (params) => new Vortex(numberAt(params, 0)),
};

class Vortex extends Composite {
  readonly #plus: RollingMean;
  readonly #minus: RollingMean;
  readonly #meanRange: RollingMean;
  readonly #range = new TrueRange('unknown');
  #high = NaN;
  #low = NaN;

  constructor(length: number) {
    super(2);
    this.#plus = new RollingMean(length);
    this.#minus = new RollingMean(length);
    this.#meanRange = new RollingMean(length);
  }

  push(candle: Candle): void {
    const plus = this.#plus.push(Math.abs(candle.high - this.#low));
    const minus = this.#minus.push(Math.abs(candle.low - this.#high));
    const range = this.#meanRange.push(this.#range.push(candle));
    this.#high = candle.high;
    this.#low = candle.low;
    this.outputs[0] = share(plus, range);
    this.outputs[1] = share(minus, range);
  }

  peek(candle: Candle, into: Float64Array): void {
    const plus = this.#plus.peek(Math.abs(candle.high - this.#low));
    const minus = this.#minus.peek(Math.abs(candle.low - this.#high));
    const range = this.#meanRange.peek(this.#range.peek(candle));
    into[0] = share(plus, range);
    into[1] = share(minus, range);
  }

  save(state: number[]): void {
    state.push(this.#high, this.#low);
  }

  load(state: StateReader): void {
    this.#high = state.number();
    this.#low = state.number();
  }

  protected parts() {
    return [this, this.#plus, this.#minus, this.#meanRange, this.#range];
  }
}

function share(moved: number, range: number): number {
  return range === 0 ? 0 : moved / range;
}
