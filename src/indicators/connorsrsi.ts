/** Connors RSI. Warm after the longest of rsi + 1, streak + 2 and rank + 2 candles. O(log n) comparisons a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RelativeStrength } from './parts/relative-strength.ts';
import { SortedWindow } from './parts/sorted-window.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const connorsrsi: IndicatorDefinition = {
  name: 'connorsrsi',
  title: { en: 'Connors RSI', ja: 'コナーズRSI' },
  parameters: [period('period', 3), period('streak', 2), period('rank', 100), sourceParameter()],
  outputs: [{ name: 'connorsrsi', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => Math.max(numberAt(params, 0) + 1, numberAt(params, 1) + 2, numberAt(params, 2) + 2),
  convention:
    'The mean of RSI(period) of the price, RSI(streak) of how many candles in a row it has risen (fallen: negative, unchanged: 0), and the ' +
    'percentage of the last `rank` changes in percent that are less than or equal to this one.',
  source: 'L. Connors, C. Alvarez, An Introduction to ConnorsRSI, 2012; TradingView, Connors RSI',
  create: (params) =>
    new Connorsrsi({
      price: numberAt(params, 0),
      streak: numberAt(params, 1),
      rank: numberAt(params, 2),
      source: sourceAt(params, 3),
    }),
};

class Connorsrsi extends Composite {
  readonly #source: Source;
  readonly #ofPrice: RelativeStrength;
  readonly #ofStreak: RelativeStrength;
  readonly #changes: SortedWindow;
  readonly #rank: number;
  #price = NaN;
  #streak = 0;

  constructor(options: { price: number; streak: number; rank: number; source: Source }) {
    super();
    this.#source = options.source;
    this.#ofPrice = new RelativeStrength(options.price, 'wilder');
    this.#ofStreak = new RelativeStrength(options.streak, 'wilder');
    this.#changes = new SortedWindow(options.rank);
    this.#rank = options.rank;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const change = (price - this.#price) / this.#price;
    const rank = this.#changes.countAtMost(change);
    const streak = streakAfter(this.#streak, change);
    this.outputs[0] = this.#blend(this.#ofPrice.push(price), this.#ofStreak.push(streak), rank);
    this.#changes.push(change);
    this.#streak = streak === streak ? streak : 0;
    this.#price = price;
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const change = (price - this.#price) / this.#price;
    const streak = streakAfter(this.#streak, change);
    const rank = this.#changes.countAtMost(change);
    into[0] = this.#blend(this.#ofPrice.peek(price), this.#ofStreak.peek(streak), rank);
  }

  save(state: number[]): void {
    state.push(this.#price, this.#streak);
  }

  load(state: StateReader): void {
    this.#price = state.number();
    this.#streak = state.number();
  }

  protected parts() {
    return [this, this.#ofPrice, this.#ofStreak, this.#changes];
  }

  #blend(price: number, streak: number, rank: number): number {
    return (price + streak + (100 * rank) / this.#rank) / 3;
  }
}

/** NaN while there is no change. */
function streakAfter(streak: number, change: number): number {
  if (change > 0) return Math.max(streak, 0) + 1;
  if (change < 0) return Math.min(streak, 0) - 1;
  return change;
}
