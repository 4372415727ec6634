/** Vertical horizontal filter. Warm after n + 1 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const vhf: IndicatorDefinition = {
  name: 'vhf',
  title: { en: 'Vertical horizontal filter', ja: 'VHF（垂直水平フィルター）' },
  parameters: [period('period', 28), sourceParameter()],
  outputs: [{ name: 'vhf', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '(highest − lowest of n prices) / the sum of the n last changes without their signs: near 1 in a straight trend, near 0 in a range; 0 while nothing moves.',
  source: 'A. White, Futures 20:10, 1991; Tulip vhf',
  create: (params) => new Vhf(numberAt(params, 0), sourceAt(params, 1)),
};

class Vhf extends Composite {
  readonly #length: number;
  readonly #source: Source;
  readonly #price = new LastValue();
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #change: RollingMean;

  constructor(length: number, source: Source) {
    super();
    this.#length = length;
    this.#source = source;
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
    this.#change = new RollingMean(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const range = this.#highest.push(price) - this.#lowest.push(price);
    const change = this.#change.push(Math.abs(price - this.#price.push(price)));
    this.outputs[0] = share(range, this.#length * change);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const range = this.#highest.peek(price) - this.#lowest.peek(price);
    const change = this.#change.peek(Math.abs(price - this.#price.peek()));
    into[0] = share(range, this.#length * change);
  }

  protected parts() {
    return [this.#price, this.#highest, this.#lowest, this.#change];
  }
}

function share(range: number, path: number): number {
  return path === 0 ? 0 * range : range / path;
}
