/** Schaff trend cycle. Warm after slow + 2 · cycle − 2 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import type { Part, StateReader } from './parts/part.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

/** Ranges of the MACD below this share of the price, and of a stochastic below this share of 100, are rounding. */
const ROUNDING = 1e-9;

export const stc: IndicatorDefinition = {
  name: 'stc',
  title: { en: 'Schaff trend cycle', ja: 'シャフ・トレンド・サイクル' },
  parameters: [
    period('cycle', 10, 2),
    period('fast', 23),
    period('slow', 50),
    { kind: 'number', name: 'weight', default: 0.5, min: 0.01, max: 1 },
    sourceParameter(),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [{ name: 'stc', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 2) + 2 * numberAt(params, 0) - 2,
  convention:
    'The stochastic over `cycle` values of EMA(fast) − EMA(slow), smoothed with `weight` from its first value; of that once more the same: 0 to 100. Where the ' +
    'values do not differ the stochastic is 50. The EMAs are seeded by their SMAs; `first` by the first price.',
  source: 'D. Schaff, Schaff Trend Cycle, 1999; TradingView scripts, Schaff Trend Cycle',
  validate: (params) =>
    numberAt(params, 1) < numberAt(params, 2) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) =>
    new Stc({
      cycle: numberAt(params, 0),
      means: [1, 2].map((index) => ExponentialMean.stage(numberAt(params, index), params[5] === 'first')),
      weight: numberAt(params, 3),
      source: sourceAt(params, 4),
    }),
};

interface StcOptions {
  readonly cycle: number;
  /** The fast and the slow. */
  readonly means: readonly ExponentialMean[];
  readonly weight: number;
  readonly source: Source;
}

class Stc extends Composite {
  readonly #source: Source;
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #first: SmoothStochastic;
  readonly #second: SmoothStochastic;

  constructor({ cycle, means, weight, source }: StcOptions) {
    super();
    this.#source = source;
    [this.#fast, this.#slow] = means as [ExponentialMean, ExponentialMean];
    this.#first = new SmoothStochastic(cycle, weight);
    this.#second = new SmoothStochastic(cycle, weight);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const once = this.#first.push(this.#fast.push(price) - this.#slow.push(price), ROUNDING * price);
    this.outputs[0] = this.#second.push(once, ROUNDING * 100);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const once = this.#first.peek(this.#fast.peek(price) - this.#slow.peek(price), ROUNDING * price);
    into[0] = this.#second.peek(once, ROUNDING * 100);
  }

  protected parts() {
    return [this.#fast, this.#slow, this.#first, this.#second];
  }
}

class SmoothStochastic implements Part {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #mean: ExponentialMean;

  constructor(length: number, weight: number) {
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#mean = new ExponentialMean(weight, { length: 1 });
  }

  /** A range up to `rounding` is none. */
  push(x: number, rounding: number): number {
    return this.#mean.push(placeOf(x, this.#highest.push(x), this.#lowest.push(x), rounding));
  }

  peek(x: number, rounding: number): number {
    return this.#mean.peek(placeOf(x, this.#highest.peek(x), this.#lowest.peek(x), rounding));
  }

  save(state: number[]): void {
    this.#highest.save(state);
    this.#lowest.save(state);
    this.#mean.save(state);
  }

  load(state: StateReader): void {
    this.#highest.load(state);
    this.#lowest.load(state);
    this.#mean.load(state);
  }
}

function placeOf(x: number, highest: number, lowest: number, rounding: number): number {
  const range = highest - lowest;
  return range <= rounding ? 50 : (100 * (x - lowest)) / range;
}
