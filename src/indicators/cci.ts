/**
 * Commodity channel index. Warm after n candles.
 * Costs O(n) a candle: the mean absolute deviation moves with the mean, and no sum carries over. A tree ordered by price would make it O(log n);
 * two passes over the usual 20 prices cost about 50 ns, and the tree would pay only at look-backs that nobody uses.
 */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { saveArray, type StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const cci: IndicatorDefinition = {
  name: 'cci',
  title: { en: 'Commodity channel index', ja: 'CCI（商品チャネル指数）' },
  parameters: [period('period', 20, 2), sourceParameter('hlc3')],
  outputs: [{ name: 'cci', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    '(typical price − its SMA) / (0.015 · mean absolute deviation from the SMA); 0 in a flat window.',
  source: 'D. Lambert, Commodity Channel Index, Commodities 10, 1980; TradingView ta.cci',
  create: (params) => new Cci(numberAt(params, 0), sourceAt(params, 1)),
};

class Cci extends Composite {
  readonly #source: Source;
  readonly #ring: Float64Array;
  #at = 0;

  constructor(length: number, source: Source) {
    super();
    this.#source = source;
    this.#ring = new Float64Array(length).fill(NaN);
  }

  push(candle: Candle): void {
    const ring = this.#ring;
    ring[this.#at] = readSource(candle, this.#source);
    this.outputs[0] = channelIndex(ring, this.#at);
    this.#at = this.#at + 1 === ring.length ? 0 : this.#at + 1;
  }

  peek(candle: Candle, into: Float64Array): void {
    const oldest = this.#ring[this.#at]!;
    this.#ring[this.#at] = readSource(candle, this.#source);
    into[0] = channelIndex(this.#ring, this.#at);
    this.#ring[this.#at] = oldest;
  }

  save(state: number[]): void {
    state.push(this.#at);
    saveArray(this.#ring, state);
  }

  load(state: StateReader): void {
    this.#at = state.number();
    state.fill(this.#ring);
  }

  protected parts() {
    return [this];
  }
}

/** In differences from the newest price, so that a flat window gives zeros and not the noise of its mean. */
function channelIndex(ring: Float64Array, newest: number): number {
  const length = ring.length;
  const price = ring[newest]!;
  let mean = 0;
  for (let i = 0; i < length; i++) mean += ring[i]! - price;
  mean /= length;
  let deviation = 0;
  for (let i = 0; i < length; i++) deviation += Math.abs(ring[i]! - price - mean);
  deviation /= length;
  return isFlat(deviation, price) ? 0 : -mean / (0.015 * deviation);
}
