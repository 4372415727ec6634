/** Relative strength index. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RelativeStrength } from './parts/relative-strength.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const rsi: IndicatorDefinition = {
  name: 'rsi',
  title: { en: 'Relative strength index', ja: 'RSI（相対力指数）' },
  parameters: [period('period', 14), sourceParameter(), choice('mean', ['wilder', 'cutler'])],
  outputs: [{ name: 'rsi', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '100 · gain / (gain + loss), with Wilder means seeded by the mean of the first n changes; `cutler` takes simple means. ' +
    '50 while no price has changed.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TradingView ta.rsi',
  create: (params) =>
    new Rsi(numberAt(params, 0), sourceAt(params, 1), params[2] === 'cutler' ? 'simple' : 'wilder'),
};

class Rsi extends Composite {
  readonly #source: Source;
  readonly #strength: RelativeStrength;

  constructor(length: number, source: Source, mean: 'wilder' | 'simple') {
    super();
    this.#source = source;
    this.#strength = new RelativeStrength(length, mean);
  }

  push(candle: Candle): void {
    this.outputs[0] = this.#strength.push(readSource(candle, this.#source));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#strength.peek(readSource(candle, this.#source));
  }

  protected parts() {
    return [this.#strength];
  }
}
