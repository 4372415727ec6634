/** Psychological line. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const psl: IndicatorDefinition = {
  name: 'psl',
  title: { en: 'Psychological line', ja: 'サイコロジカルライン' },
  parameters: [period('period', 12), sourceParameter()],
  outputs: [{ name: 'psl', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'The percentage of the last n candles whose price is higher than that of the one before. Unchanged is not higher.',
  source: 'Japanese charts; TradingView, Psychological Line',
  create: (params) => new Psl(numberAt(params, 0), sourceAt(params, 1)),
};

class Psl extends Composite {
  readonly #source: Source;
  readonly #price = new LastValue();
  readonly #rises: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#rises = new RollingMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = 100 * this.#rises.push(isRise(price - this.#price.push(price)));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = 100 * this.#rises.peek(isRise(readSource(candle, this.#source) - this.#price.peek()));
  }

  protected parts() {
    return [this.#price, this.#rises];
  }
}

/** 1 or 0; NaN where the change is unknown. */
function isRise(change: number): number {
  return Number.isFinite(change) ? Number(change > 0) : NaN;
}
