/** Money flow index. Warm after n + 1 candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { shareOfBoth } from './parts/share-of-both.ts';

export const mfi: IndicatorDefinition = {
  name: 'mfi',
  title: { en: 'Money flow index', ja: 'マネーフローインデックス' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'mfi', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '100 · up / (up + down) over n candles, each candle giving its typical price times volume to the side its typical price moved to; 50 where nothing flowed.',
  source: 'G. Quong, A. Soudack, Stocks & Commodities 7:3, 1989; TradingView ta.mfi',
  create: (params) => new Mfi(numberAt(params, 0)),
};

class Mfi extends Composite {
  readonly #up: RollingMean;
  readonly #down: RollingMean;
  #typical = NaN;

  constructor(length: number) {
    super();
    this.#up = new RollingMean(length);
    this.#down = new RollingMean(length);
  }

  push(candle: Candle): void {
    const typical = (candle.high + candle.low + candle.close) / 3;
    const change = typical - this.#typical;
    const flow = typical * volumeOf(candle);
    this.#typical = typical;
    this.outputs[0] = shareOfBoth(this.#up.push(along(change, flow)), this.#down.push(along(-change, flow)));
  }

  peek(candle: Candle, into: Float64Array): void {
    const typical = (candle.high + candle.low + candle.close) / 3;
    const change = typical - this.#typical;
    const flow = typical * volumeOf(candle);
    into[0] = shareOfBoth(this.#up.peek(along(change, flow)), this.#down.peek(along(-change, flow)));
  }

  save(state: number[]): void {
    state.push(this.#typical);
  }

  load(state: StateReader): void {
    this.#typical = state.number();
  }

  protected parts() {
    return [this, this.#up, this.#down];
  }
}

/** NaN before there is a change, and without volume. */
function along(change: number, flow: number): number {
  if (change !== change) return NaN;
  return change > 0 ? flow : 0 * flow;
}
