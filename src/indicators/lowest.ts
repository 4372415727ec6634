/** Lowest price of the last n candles, the newest included. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const lowest: IndicatorDefinition = {
  name: 'lowest',
  title: { en: 'Lowest', ja: '最安値' },
  parameters: [period('period', 20), sourceParameter('low')],
  outputs: [{ name: 'lowest', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'Of the lows unless a source is named, as in TradingView ta.lowest(n); the newest candle is included.',
  source: 'TradingView ta.lowest',
  create: (params) => new Lowest(numberAt(params, 0), sourceAt(params, 1)),
};

class Lowest extends Composite {
  readonly #source: Source;
  readonly #lowest: RollingExtreme;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#lowest.push(readSource(candle, this.#source));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#lowest.peek(readSource(candle, this.#source));
  }

  protected parts() {
    return [this.#lowest];
  }
}
