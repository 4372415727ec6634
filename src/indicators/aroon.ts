/** Aroon. Warm after n + 1 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExtremeAge } from './parts/extreme-age.ts';

export const aroon: IndicatorDefinition = {
  name: 'aroon',
  title: { en: 'Aroon', ja: 'アルーン' },
  parameters: [period('period', 14)],
  outputs: [
    { name: 'up', dimension: 'oscillator' },
    { name: 'down', dimension: 'oscillator' },
    { name: 'oscillator', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '100 · (n − candles since the highest high) / n over n + 1 candles, down likewise of the lowest low, oscillator = up − down; of equal extremes the latest counts.',
  source: 'T. Chande, Stocks & Commodities 13:9, 1995; TradingView Aroon; TA-Lib AROON',
  create: (params) => new Aroon(numberAt(params, 0)),
};

class Aroon extends Composite {
  readonly #length: number;
  readonly #highest: ExtremeAge;
  readonly #lowest: ExtremeAge;

  constructor(length: number) {
    super(3);
    this.#length = length;
    this.#highest = new ExtremeAge(length + 1, 'highest');
    this.#lowest = new ExtremeAge(length + 1, 'lowest');
  }

  push(candle: Candle): void {
    this.#conclude(this.#highest.push(candle.high), this.#lowest.push(candle.low), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#conclude(this.#highest.peek(candle.high), this.#lowest.peek(candle.low), into);
  }

  protected parts() {
    return [this.#highest, this.#lowest];
  }

  #conclude(sinceHigh: number, sinceLow: number, into: Float64Array): void {
    const up = (100 * (this.#length - sinceHigh)) / this.#length;
    const down = (100 * (this.#length - sinceLow)) / this.#length;
    into[0] = up;
    into[1] = down;
    into[2] = up - down;
  }
}
