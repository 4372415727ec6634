/** Percent rank. Warm after n + 1 candles. O(log n) comparisons a candle (parts/sorted-window.ts). */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { SortedWindow } from './parts/sorted-window.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const percentrank: IndicatorDefinition = {
  name: 'percentrank',
  title: { en: 'Percent rank', ja: 'パーセントランク' },
  parameters: [period('period', 100), sourceParameter()],
  outputs: [{ name: 'percentrank', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'The percentage of the n prices before this one that are less than or equal to it: 0 a new low, 100 at or above all of them.',
  source: 'TradingView ta.percentrank',
  create: (params) => new Percentrank(numberAt(params, 0), sourceAt(params, 1)),
};

class Percentrank extends Composite {
  readonly #source: Source;
  readonly #length: number;
  readonly #before: SortedWindow;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#length = length;
    this.#before = new SortedWindow(length);
  }

  push(candle: Candle): void {
    this.peek(candle, this.outputs);
    this.#before.push(readSource(candle, this.#source));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = (100 * this.#before.countAtMost(readSource(candle, this.#source))) / this.#length;
  }

  protected parts() {
    return [this.#before];
  }
}
