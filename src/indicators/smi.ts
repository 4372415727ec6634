/** Stochastic momentum index. Warm after n + first + second + signal − 3 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const smi: IndicatorDefinition = {
  name: 'smi',
  title: { en: 'Stochastic momentum index', ja: 'SMI（ストキャスティクス・モメンタム指数）' },
  parameters: [
    period('period', 10),
    period('first-smoothing', 3),
    period('second-smoothing', 3),
    period('signal', 3),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [
    { name: 'line', dimension: 'oscillator' },
    { name: 'signal', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) + numberAt(params, 3) - 3,
  convention:
    '200 · (close − middle of the n-candle range) / that range, each of the two smoothed by two EMAs: −100 to 100, 0 without a range. The signal is an EMA. ' +
    'EMAs are seeded by their SMAs; `first` by their first values.',
  source: 'W. Blau, Stochastic Momentum, Stocks & Commodities 11:1, 1993; TradingView, SMI',
  create: (params) =>
    new Smi(
      numberAt(params, 0),
      [1, 2, 3].map((index) => numberAt(params, index)),
      params[4] === 'first',
    ),
};

class Smi extends Composite {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #apart: ExponentialMean;
  readonly #apartSmooth: ExponentialMean;
  readonly #range: ExponentialMean;
  readonly #rangeSmooth: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor(length: number, smoothings: readonly number[], seedByFirst: boolean) {
    super(2);
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#apart = ExponentialMean.stage(smoothings[0]!, seedByFirst);
    this.#apartSmooth = ExponentialMean.stage(smoothings[1]!, seedByFirst);
    this.#range = ExponentialMean.stage(smoothings[0]!, seedByFirst);
    this.#rangeSmooth = ExponentialMean.stage(smoothings[1]!, seedByFirst);
    this.#signal = ExponentialMean.stage(smoothings[2]!, seedByFirst);
  }

  push({ high, low, close }: Candle): void {
    const highest = this.#highest.push(high);
    const lowest = this.#lowest.push(low);
    const apart = this.#apartSmooth.push(this.#apart.push(close - (highest + lowest) / 2));
    const line = share(apart, this.#rangeSmooth.push(this.#range.push(highest - lowest + 0 * close)));
    this.outputs[0] = line;
    this.outputs[1] = this.#signal.push(line);
  }

  peek({ high, low, close }: Candle, into: Float64Array): void {
    const highest = this.#highest.peek(high);
    const lowest = this.#lowest.peek(low);
    const apart = this.#apartSmooth.peek(this.#apart.peek(close - (highest + lowest) / 2));
    const line = share(apart, this.#rangeSmooth.peek(this.#range.peek(highest - lowest + 0 * close)));
    into[0] = line;
    into[1] = this.#signal.peek(line);
  }

  protected parts() {
    return [
      this.#highest,
      this.#lowest,
      this.#apart,
      this.#apartSmooth,
      this.#range,
      this.#rangeSmooth,
      this.#signal,
    ];
  }
}

function share(apart: number, range: number): number {
  return range === 0 ? 0 * apart : (200 * apart) / range;
}
