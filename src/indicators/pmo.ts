/** Price momentum oscillator. Warm after first + second + signal − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { LastValue } from './parts/last-value.ts';
import { percentChange } from './parts/percent-change.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const pmo: IndicatorDefinition = {
  name: 'pmo',
  title: { en: 'Price momentum oscillator', ja: 'PMO（プライス・モメンタム・オシレーター）' },
  parameters: [
    period('first-smoothing', 35, 2),
    period('second-smoothing', 20, 2),
    period('signal', 10),
    sourceParameter(),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [
    { name: 'line', dimension: 'percent' },
    { name: 'signal', dimension: 'percent' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) - 1,
  convention:
    'The change in percent from candle to candle, smoothed with weight 2 / first-smoothing, times ten, smoothed with weight 2 / second-smoothing (not ' +
    '2 / (n + 1) as an EMA). The signal is an EMA. Each stage is seeded by the mean of its first values; `first` by the first one.',
  source: 'C. Swenlin, DecisionPoint; StockCharts, DecisionPoint Price Momentum Oscillator',
  create: (params) =>
    new Pmo({
      lengths: [0, 1, 2].map((index) => numberAt(params, index)),
      source: sourceAt(params, 3),
      seedByFirst: params[4] === 'first',
    }),
};

interface PmoOptions {
  /** Of the two smoothings and the signal. */
  readonly lengths: readonly number[];
  readonly source: Source;
  readonly seedByFirst: boolean;
}

class Pmo extends Composite {
  readonly #source: Source;
  readonly #price = new LastValue();
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor({ lengths, source, seedByFirst }: PmoOptions) {
    super(2);
    this.#source = source;
    this.#once = smoothing(lengths[0]!, seedByFirst);
    this.#twice = smoothing(lengths[1]!, seedByFirst);
    this.#signal = ExponentialMean.stage(lengths[2]!, seedByFirst);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const line = this.#twice.push(10 * this.#once.push(percentChange(this.#price.push(price), price)));
    this.outputs[0] = line;
    this.outputs[1] = this.#signal.push(line);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const line = this.#twice.peek(10 * this.#once.peek(percentChange(this.#price.peek(), price)));
    into[0] = line;
    into[1] = this.#signal.peek(line);
  }

  protected parts() {
    return [this.#price, this.#once, this.#twice, this.#signal];
  }
}

function smoothing(length: number, seedByFirst: boolean): ExponentialMean {
  return new ExponentialMean(2 / length, seedByFirst ? { length: 1, hide: length - 1 } : { length });
}
