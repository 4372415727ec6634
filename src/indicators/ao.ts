/** Awesome oscillator. Warm after slow candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const ao: IndicatorDefinition = {
  name: 'ao',
  title: { en: 'Awesome oscillator', ja: 'オーサム・オシレーター' },
  parameters: [period('fast', 5), period('slow', 34), sourceParameter('hl2')],
  outputs: [{ name: 'ao', dimension: 'distance' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => Math.max(numberAt(params, 0), numberAt(params, 1)),
  convention: 'SMA(fast) − SMA(slow) of the middle of each candle.',
  source: 'B. Williams, Trading Chaos, 1995; MetaTrader iAO',
  validate: (params) =>
    numberAt(params, 0) < numberAt(params, 1) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) => new Ao(numberAt(params, 0), numberAt(params, 1), sourceAt(params, 2)),
};

class Ao extends Composite {
  readonly #source: Source;
  readonly #fast: RollingMean;
  readonly #slow: RollingMean;

  constructor(fast: number, slow: number, source: Source) {
    super();
    this.#source = source;
    this.#fast = new RollingMean(fast);
    this.#slow = new RollingMean(slow);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = this.#fast.push(price) - this.#slow.push(price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#fast.peek(price) - this.#slow.peek(price);
  }

  protected parts() {
    return [this.#fast, this.#slow];
  }
}
