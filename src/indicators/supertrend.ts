/** Supertrend. Warm after n candles; depends on where the history begins, until it turns. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import type { StateReader } from './parts/part.ts';
import { TrueRange } from './parts/true-range.ts';

export const supertrend: IndicatorDefinition = {
  name: 'supertrend',
  title: { en: 'Supertrend', ja: 'スーパートレンド' },
  parameters: [period('period', 10), { kind: 'number', name: 'width', default: 3, min: 0.01, max: 100 }],
  outputs: [
    { name: 'value', dimension: 'price' },
    { name: 'direction', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'Bands of hl2 ± width · ATR that only close in until the close before lay beyond them; the lower one while rising, the upper one while ' +
    'falling. Begins falling. direction is 1 rising, −1 falling (TradingView has the signs the other way round).',
  source: 'O. Seban; TradingView ta.supertrend',
  create: (params) => new Supertrend(numberAt(params, 0), numberAt(params, 1)),
};

class Supertrend extends Composite {
  readonly #width: number;
  readonly #range = new TrueRange('high-low');
  readonly #atr: ExponentialMean;
  /** 0 before the first bands. */
  #direction = 0;
  #upper = NaN;
  #lower = NaN;
  #close = NaN;

  constructor(length: number, width: number) {
    super(2);
    this.#width = width;
    this.#atr = ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    const reach = this.#width * this.#atr.push(this.#range.push(candle));
    const upper = this.#nextUpper(candle, reach);
    const lower = this.#nextLower(candle, reach);
    const direction = this.#nextDirection(candle.close, upper, lower);
    conclude(direction, upper, lower, this.outputs);
    if (direction !== direction) return;
    this.#direction = direction;
    this.#upper = upper;
    this.#lower = lower;
    this.#close = candle.close;
  }

  peek(candle: Candle, into: Float64Array): void {
    const reach = this.#width * this.#atr.peek(this.#range.peek(candle));
    const upper = this.#nextUpper(candle, reach);
    const lower = this.#nextLower(candle, reach);
    conclude(this.#nextDirection(candle.close, upper, lower), upper, lower, into);
  }

  save(state: number[]): void {
    state.push(this.#direction, this.#upper, this.#lower, this.#close);
  }

  load(state: StateReader): void {
    this.#direction = state.number();
    this.#upper = state.number();
    this.#lower = state.number();
    this.#close = state.number();
  }

  protected parts() {
    return [this, this.#range, this.#atr];
  }

  #nextUpper({ high, low }: Candle, reach: number): number {
    const upper = (high + low) / 2 + reach;
    return upper > this.#upper && this.#close <= this.#upper ? this.#upper : upper;
  }

  #nextLower({ high, low }: Candle, reach: number): number {
    const lower = (high + low) / 2 - reach;
    return lower < this.#lower && this.#close >= this.#lower ? this.#lower : lower;
  }

  /** NaN while the bands are not known. */
  #nextDirection(close: number, upper: number, lower: number): number {
    if (!Number.isFinite(upper - lower)) return NaN;
    if (this.#direction === 1) return close < lower ? -1 : 1;
    return this.#direction === -1 && close > upper ? 1 : -1;
  }
}

function conclude(direction: number, upper: number, lower: number, into: Float64Array): void {
  into[0] = direction === 1 ? lower : direction === -1 ? upper : NaN;
  into[1] = direction;
}
