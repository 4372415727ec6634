/** Chandelier exit. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { TrueRange } from './parts/true-range.ts';

export const chandelier: IndicatorDefinition = {
  name: 'chandelier',
  title: { en: 'Chandelier exit', ja: 'シャンデリア・エグジット' },
  parameters: [period('period', 22), { kind: 'number', name: 'width', default: 3, min: 0.01, max: 100 }],
  outputs: [
    { name: 'long', dimension: 'price' },
    { name: 'short', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'long: highest high of n − width · ATR(n), the stop of a long position; short: lowest low of n + width · ATR(n). ' +
    'Wilder’s ATR, its first true range high − low. The stops are LeBeau’s and may give way; some scripts ratchet them.',
  source: 'C. LeBeau; A. Elder, Come Into My Trading Room, 2002',
  create: (params) => new Chandelier(numberAt(params, 0), numberAt(params, 1)),
};

class Chandelier extends Composite {
  readonly #width: number;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #range = new TrueRange('high-low');
  readonly #atr: ExponentialMean;

  constructor(length: number, width: number) {
    super(2);
    this.#width = width;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#atr = ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    const reach = this.#width * this.#atr.push(this.#range.push(candle));
    this.outputs[0] = this.#highest.push(candle.high) - reach;
    this.outputs[1] = this.#lowest.push(candle.low) + reach;
  }

  peek(candle: Candle, into: Float64Array): void {
    const reach = this.#width * this.#atr.peek(this.#range.peek(candle));
    into[0] = this.#highest.peek(candle.high) - reach;
    into[1] = this.#lowest.peek(candle.low) + reach;
  }

  protected parts() {
    return [this.#highest, this.#lowest, this.#range, this.#atr];
  }
}
