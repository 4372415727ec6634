/** Williams %R. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const williamsr: IndicatorDefinition = {
  name: 'williamsr',
  title: { en: 'Williams %R', ja: 'ウィリアムズ%R' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'williamsr', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    '−100 · (highest − close) / (highest − lowest): 0 at the high, −100 at the low, −50 where the range is zero.',
  source: 'L. Williams, How I Made One Million Dollars, 1973; TradingView ta.wpr; MetaTrader iWPR',
  create: (params) => new Williamsr(numberAt(params, 0)),
};

class Williamsr extends Composite {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;

  constructor(length: number) {
    super();
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push(candle: Candle): void {
    const highest = this.#highest.push(candle.high);
    this.outputs[0] = share(highest - candle.close, highest - this.#lowest.push(candle.low));
  }

  peek(candle: Candle, into: Float64Array): void {
    const highest = this.#highest.peek(candle.high);
    into[0] = share(highest - candle.close, highest - this.#lowest.peek(candle.low));
  }

  protected parts() {
    return [this.#highest, this.#lowest];
  }
}

function share(below: number, range: number): number {
  return range === 0 ? -50 : (-100 * below) / range;
}
