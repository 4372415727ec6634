/** Choppiness index. Warm after n + 1 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import type { StateReader } from './parts/part.ts';

export const chop: IndicatorDefinition = {
  name: 'chop',
  title: { en: 'Choppiness index', ja: 'チョピネス指数' },
  parameters: [period('period', 14, 2)],
  outputs: [{ name: 'chop', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '100 · log10(sum of n true ranges / (highest true high − lowest true low)) / log10(n): 100 without direction, near 0 in a straight trend; 100 where the range is zero.',
  source: 'E. W. Dreiss, Australian Stock Watch, 1993',
  create: (params) => new Chop(numberAt(params, 0)),
};

class Chop extends Composite {
  readonly #length: number;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #range: RollingMean;
  #close = NaN;

  constructor(length: number) {
    super();
    this.#length = length;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#range = new RollingMean(length);
  }

  push(candle: Candle): void {
    const high = Math.max(candle.high, this.#close);
    const low = Math.min(candle.low, this.#close);
    this.#close = candle.close;
    const reach = this.#highest.push(high) - this.#lowest.push(low);
    this.outputs[0] = this.#choppiness(this.#range.push(high - low), reach);
  }

  peek(candle: Candle, into: Float64Array): void {
    const high = Math.max(candle.high, this.#close);
    const low = Math.min(candle.low, this.#close);
    const reach = this.#highest.peek(high) - this.#lowest.peek(low);
    into[0] = this.#choppiness(this.#range.peek(high - low), reach);
  }

  save(state: number[]): void {
    state.push(this.#close);
  }

  load(state: StateReader): void {
    this.#close = state.number();
  }

  protected parts() {
    return [this, this.#highest, this.#lowest, this.#range];
  }

  #choppiness(meanRange: number, reach: number): number {
    const length = this.#length;
    return reach === 0 ? 100 : (100 * Math.log10((meanRange * length) / reach)) / Math.log10(length);
  }
}
