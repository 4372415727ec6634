/** Premier stochastic oscillator. Warm after n + 2 · smoothing − 2 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const premier: IndicatorDefinition = {
  name: 'premier',
  title: { en: 'Premier stochastic oscillator', ja: 'プレミア・ストキャスティクス' },
  parameters: [period('period', 8), period('smoothing', 5), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'premier', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 2 * numberAt(params, 1) - 2,
  convention:
    'x = 0.1 · (%K − 50), smoothed by two EMAs; (eˣ − 1) / (eˣ + 1), −1 to 1. %K is 50 without a range. Each EMA is seeded by its own SMA; `first` ' +
    'seeds each by its first value.',
  source: 'L. Leibfarth, Premier Stochastic Oscillator, Stocks & Commodities 26:9, 2008',
  create: (params) => new Premier(numberAt(params, 0), numberAt(params, 1), params[2] === 'first'),
};

class Premier extends Composite {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;

  constructor(length: number, smoothing: number, seedByFirst: boolean) {
    super();
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#once = ExponentialMean.stage(smoothing, seedByFirst);
    this.#twice = ExponentialMean.stage(smoothing, seedByFirst);
  }

  push({ high, low, close }: Candle): void {
    const place = placeOf(close, this.#highest.push(high), this.#lowest.push(low));
    this.outputs[0] = Math.tanh(this.#twice.push(this.#once.push(place)) / 2);
  }

  peek({ high, low, close }: Candle, into: Float64Array): void {
    const place = placeOf(close, this.#highest.peek(high), this.#lowest.peek(low));
    into[0] = Math.tanh(this.#twice.peek(this.#once.peek(place)) / 2);
  }

  protected parts() {
    return [this.#highest, this.#lowest, this.#once, this.#twice];
  }
}

/** −5 at the lowest, 5 at the highest. */
function placeOf(close: number, highest: number, lowest: number): number {
  const range = highest - lowest;
  return range === 0 ? 0 * close : (10 * (close - lowest)) / range - 5;
}
