/** Mass index. Warm after 2 · smoothing + n − 2 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const mass: IndicatorDefinition = {
  name: 'mass',
  title: { en: 'Mass index', ja: 'マス・インデックス' },
  parameters: [period('period', 10), period('smoothing', 9), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'mass', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 2 * numberAt(params, 1) - 2,
  convention:
    'The sum over n candles of EMA(smoothing) of high − low divided by the EMA of that EMA; near n in calm, 1 a candle while there is no range. ' +
    'n is 10 on TradingView; Dorsey summed 25, with the bulge at 27. Seeds are SMAs; `first`: each by the first value shown to it, as Tulip.',
  source: 'D. Dorsey, The Mass Index, Stocks & Commodities 10:6, 1992; TradingView, Mass Index',
  create: (params) => new Mass(numberAt(params, 0), numberAt(params, 1), params[2] === 'first'),
};

class Mass extends Composite {
  readonly #length: number;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;
  readonly #mean: RollingMean;

  constructor(length: number, smoothing: number, seedByFirst: boolean) {
    super();
    this.#length = length;
    this.#once = ExponentialMean.stage(smoothing, seedByFirst);
    this.#twice = ExponentialMean.stage(smoothing, seedByFirst);
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    const once = this.#once.push(candle.high - candle.low);
    this.outputs[0] = this.#length * this.#mean.push(ratio(once, this.#twice.push(once)));
  }

  peek(candle: Candle, into: Float64Array): void {
    const once = this.#once.peek(candle.high - candle.low);
    into[0] = this.#length * this.#mean.peek(ratio(once, this.#twice.peek(once)));
  }

  protected parts() {
    return [this.#once, this.#twice, this.#mean];
  }
}

function ratio(once: number, twice: number): number {
  return twice === 0 ? 1 : once / twice;
}
