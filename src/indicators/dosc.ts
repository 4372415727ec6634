/** Derivative oscillator. Warm after rsi + first + second + signal − 2 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RelativeStrength } from './parts/relative-strength.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const dosc: IndicatorDefinition = {
  name: 'dosc',
  title: { en: 'Derivative oscillator', ja: 'デリバティブ・オシレーター' },
  parameters: [
    period('rsi', 14),
    period('first-smoothing', 5),
    period('second-smoothing', 3),
    period('signal', 9),
    sourceParameter(),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [{ name: 'dosc', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) + numberAt(params, 3) - 2,
  convention:
    'RSI smoothed by two EMAs, less the SMA of that. Each EMA is seeded by its own SMA; `first` seeds each by its first value.',
  source: 'C. Brown, Technical Analysis for the Trading Professional, 1999',
  create: (params) =>
    new Dosc({
      lengths: [0, 1, 2, 3].map((index) => numberAt(params, index)),
      source: sourceAt(params, 4),
      seedByFirst: params[5] === 'first',
    }),
};

interface DoscOptions {
  /** Of the RSI, its two EMAs and the signal. */
  readonly lengths: readonly number[];
  readonly source: Source;
  readonly seedByFirst: boolean;
}

class Dosc extends Composite {
  readonly #source: Source;
  readonly #rsi: RelativeStrength;
  readonly #once: ExponentialMean;
  readonly #twice: ExponentialMean;
  readonly #signal: RollingMean;

  constructor({ lengths, source, seedByFirst }: DoscOptions) {
    super();
    this.#source = source;
    this.#rsi = new RelativeStrength(lengths[0]!, 'wilder');
    this.#once = ExponentialMean.stage(lengths[1]!, seedByFirst);
    this.#twice = ExponentialMean.stage(lengths[2]!, seedByFirst);
    this.#signal = new RollingMean(lengths[3]!);
  }

  push(candle: Candle): void {
    const smooth = this.#twice.push(this.#once.push(this.#rsi.push(readSource(candle, this.#source))));
    this.outputs[0] = smooth - this.#signal.push(smooth);
  }

  peek(candle: Candle, into: Float64Array): void {
    const smooth = this.#twice.peek(this.#once.peek(this.#rsi.peek(readSource(candle, this.#source))));
    into[0] = smooth - this.#signal.peek(smooth);
  }

  protected parts() {
    return [this.#rsi, this.#once, this.#twice, this.#signal];
  }
}
