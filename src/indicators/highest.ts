/** Highest price of the last n candles, the newest included. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const highest: IndicatorDefinition = {
  name: 'highest',
  title: { en: 'Highest', ja: '最高値' },
  parameters: [period('period', 20), sourceParameter('high')],
  outputs: [{ name: 'highest', dimension: 'price' }],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'Of the highs unless a source is named, as in TradingView ta.highest(n); the newest candle is included.',
  source: 'TradingView ta.highest',
  create: (params) => new Highest(numberAt(params, 0), sourceAt(params, 1)),
};

class Highest extends Composite {
  readonly #source: Source;
  readonly #highest: RollingExtreme;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#highest = new RollingExtreme(length, 'highest');
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#highest.push(readSource(candle, this.#source));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#highest.peek(readSource(candle, this.#source));
  }

  protected parts() {
    return [this.#highest];
  }
}
