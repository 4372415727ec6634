/** Rogers–Satchell volatility. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const rogersSatchell: IndicatorDefinition = {
  name: 'rogers_satchell',
  title: { en: 'Rogers–Satchell volatility', ja: 'ロジャース・サッチェル・ボラティリティ' },
  parameters: [
    period('period', 10),
    { kind: 'number', name: 'annual', default: 365, min: 1, max: 1_000_000 },
  ],
  outputs: [{ name: 'rogers_satchell', dimension: 'percent' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'Percent a year: 100 · √(annual · mean of ln(high / close) · ln(high / open) + ln(low / close) · ln(low / open) over n candles). Uses what happens ' +
    'within candles and, unlike hv, does not take a trend for volatility. annual as in hv.',
  source: 'L. Rogers, S. Satchell, Annals of Applied Probability 1:4, 1991',
  create: (params) => new RogersSatchell(numberAt(params, 0), numberAt(params, 1)),
};

class RogersSatchell extends Composite {
  readonly #annual: number;
  readonly #mean: RollingMean;

  constructor(length: number, annual: number) {
    super();
    this.#annual = annual;
    this.#mean = new RollingMean(length);
  }

  push(candle: Candle): void {
    this.outputs[0] = 100 * Math.sqrt(this.#annual * this.#mean.push(varianceOf(candle)));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = 100 * Math.sqrt(this.#annual * this.#mean.peek(varianceOf(candle)));
  }

  protected parts() {
    return [this.#mean];
  }
}

/** Unknown where a price is none. Both products are of the same sign as their factors, never below 0 in a candle that is one. */
function varianceOf({ open, high, low, close }: Candle): number {
  const above = Math.log(high / close) * Math.log(high / open);
  const variance = above + Math.log(low / close) * Math.log(low / open);
  return Number.isFinite(variance) && variance >= 0 ? variance : NaN;
}
