/** Stochastic of the RSI. Warm after n + kperiod + slowing + dperiod − 2 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RelativeStrength } from './parts/relative-strength.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const stochrsi: IndicatorDefinition = {
  name: 'stochrsi',
  title: { en: 'Stochastic RSI', ja: 'ストキャスティクスRSI' },
  parameters: [
    period('period', 14),
    period('kperiod', 14),
    period('slowing', 3),
    period('dperiod', 3),
    sourceParameter(),
  ],
  outputs: [
    { name: 'k', dimension: 'oscillator' },
    { name: 'd', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) + numberAt(params, 3) - 2,
  convention:
    'k is the SMA of where the RSI lies between its lowest and highest, 0 to 100; d the SMA of k. 50 where the RSI stands still (a range up to 1e-9, which is rounding). A slowing of 1 is TA-Lib’s.',
  source: 'T. Chande, S. Kroll, The New Technical Trader, 1994; TradingView Stoch RSI',
  create: (params) =>
    new Stochrsi({
      rsi: numberAt(params, 0),
      source: sourceAt(params, 4),
      kPeriod: numberAt(params, 1),
      slowing: numberAt(params, 2),
      dPeriod: numberAt(params, 3),
    }),
};

interface StochrsiOptions {
  readonly rsi: number;
  readonly kPeriod: number;
  readonly slowing: number;
  readonly dPeriod: number;
  readonly source: Source;
}

/** In RSI points. In a market that stands still the RSI does too, but for its last bits. */
const FLAT = 1e-9;

class Stochrsi extends Composite {
  readonly #source: Source;
  readonly #rsi: RelativeStrength;
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #k: RollingMean;
  readonly #d: RollingMean;

  constructor(options: StochrsiOptions) {
    super(2);
    this.#source = options.source;
    this.#rsi = new RelativeStrength(options.rsi, 'wilder');
    this.#highest = new RollingExtreme(options.kPeriod, 'highest');
    this.#lowest = new RollingExtreme(options.kPeriod, 'lowest');
    this.#k = new RollingMean(options.slowing);
    this.#d = new RollingMean(options.dPeriod);
  }

  push(candle: Candle): void {
    const rsi = this.#rsi.push(readSource(candle, this.#source));
    const lowest = this.#lowest.push(rsi);
    const k = this.#k.push(share(rsi - lowest, this.#highest.push(rsi) - lowest));
    this.outputs[0] = k;
    this.outputs[1] = this.#d.push(k);
  }

  peek(candle: Candle, into: Float64Array): void {
    const rsi = this.#rsi.peek(readSource(candle, this.#source));
    const lowest = this.#lowest.peek(rsi);
    const k = this.#k.peek(share(rsi - lowest, this.#highest.peek(rsi) - lowest));
    into[0] = k;
    into[1] = this.#d.peek(k);
  }

  protected parts() {
    return [this.#rsi, this.#highest, this.#lowest, this.#k, this.#d];
  }
}

function share(above: number, range: number): number {
  return range <= FLAT ? 50 : (100 * above) / range;
}
