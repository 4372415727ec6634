/** Williams %R. Warm after n candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { restoreFrom, snapshotOf } from './parts/part.ts';

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

class Williamsr implements Indicator {
  readonly outputs = new Float64Array(1).fill(NaN);
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;

  constructor(length: number) {
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

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.#parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.#parts());
  }

  #parts() {
    return [this.#highest, this.#lowest];
  }
}

function share(below: number, range: number): number {
  return range === 0 ? -50 : (-100 * below) / range;
}
