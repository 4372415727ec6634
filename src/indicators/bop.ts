/** Balance of power. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const bop: IndicatorDefinition = {
  name: 'bop',
  title: { en: 'Balance of power', ja: 'バランス・オブ・パワー' },
  parameters: [period('period', 1)],
  outputs: [{ name: 'bop', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'SMA(n) of (close − open) / (high − low): −1 to 1, 0 for a candle without a range. TradingView shows it raw, which is n = 1; Livshin smoothed over 14.',
  source: 'I. Livshin, Balance of Market Power, Stocks & Commodities 19:8, 2001; TradingView; TA-Lib BOP',
  create: (params) => new Bop(numberAt(params, 0)),
};

class Bop extends Composite {
  readonly #mean: RollingMean;

  constructor(length: number) {
    super();
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#mean.push(power(candle));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#mean.peek(power(candle));
  }

  protected parts() {
    return [this.#mean];
  }
}

function power({ open, high, low, close }: Candle): number {
  const range = high - low;
  return range === 0 ? 0 * (close - open) : (close - open) / range;
}
