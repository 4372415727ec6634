/** Keltner channel. Warm after the longer of both periods. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { TrueRange } from './parts/true-range.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const keltner: IndicatorDefinition = {
  name: 'keltner',
  title: { en: 'Keltner channel', ja: 'ケルトナーチャネル' },
  parameters: [
    period('period', 20),
    { kind: 'number', name: 'width', default: 2, min: 0.01, max: 50 },
    period('atr-period', 10),
    sourceParameter(),
  ],
  outputs: [
    { name: 'middle', dimension: 'price' },
    { name: 'upper', dimension: 'price' },
    { name: 'lower', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => Math.max(numberAt(params, 0), numberAt(params, 2)),
  convention: 'EMA(period) ± width · ATR(atr-period), both as the indicators of these names.',
  source: 'L. Raschke’s form of C. Keltner’s channel; TradingView Keltner Channels',
  create: (params) =>
    new Keltner({
      length: numberAt(params, 0),
      width: numberAt(params, 1),
      atrLength: numberAt(params, 2),
      source: sourceAt(params, 3),
    }),
};

class Keltner extends Composite {
  readonly #source: Source;
  readonly #width: number;
  readonly #mean: ExponentialMean;
  readonly #range = new TrueRange('high-low');
  readonly #atr: ExponentialMean;

  constructor(options: { length: number; width: number; atrLength: number; source: Source }) {
    super(3);
    this.#source = options.source;
    this.#width = options.width;
    this.#mean = ExponentialMean.ema(options.length);
    this.#atr = ExponentialMean.wilder(options.atrLength);
  }

  push(candle: Candle): void {
    const middle = this.#mean.push(readSource(candle, this.#source));
    conclude(middle, this.#width * this.#atr.push(this.#range.push(candle)), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const middle = this.#mean.peek(readSource(candle, this.#source));
    conclude(middle, this.#width * this.#atr.peek(this.#range.peek(candle)), into);
  }

  protected parts() {
    return [this.#mean, this.#range, this.#atr];
  }
}

function conclude(middle: number, reach: number, into: Float64Array): void {
  into[0] = middle;
  into[1] = middle + reach;
  into[2] = middle - reach;
}
