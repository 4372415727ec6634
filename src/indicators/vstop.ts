/** Volatility stop. Warm after n candles; depends on where the history begins, until it turns. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import type { StateReader } from './parts/part.ts';
import { TrueRange } from './parts/true-range.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

/** A price at the stop differs from it in its last bits: that is not beyond. */
const ROUNDING = 1e-9;

export const vstop: IndicatorDefinition = {
  name: 'vstop',
  title: { en: 'Volatility stop', ja: 'ボラティリティ・ストップ' },
  parameters: [
    period('period', 20),
    { kind: 'number', name: 'width', default: 2, min: 0.01, max: 100 },
    sourceParameter(),
    choice('trail', ['extreme', 'each']),
  ],
  outputs: [
    { name: 'stop', dimension: 'price' },
    { name: 'direction', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'While up (1) the highest price since the turn − width · ATR(n), never lowered; while down (−1) the lowest + width · ATR(n), never raised. Turns when the ' +
    'price is beyond, and begins anew from that price; begins up. `each` trails from each price in place of the extreme. The ATR is Wilder’s, its first true range ' +
    'high − low.',
  source: 'J. W. Wilder, 1978, Volatility System; TradingView, Volatility Stop',
  create: (params) =>
    new Vstop({
      length: numberAt(params, 0),
      width: numberAt(params, 1),
      source: sourceAt(params, 2),
      fromExtreme: params[3] === 'extreme',
    }),
};

interface VstopOptions {
  readonly length: number;
  readonly width: number;
  readonly source: Source;
  readonly fromExtreme: boolean;
}

class Vstop extends Composite {
  readonly #width: number;
  readonly #source: Source;
  readonly #fromExtreme: boolean;
  readonly #range = new TrueRange('high-low');
  readonly #atr: ExponentialMean;
  /** Everything times the direction, so that up and down are one case: the stop is below the price and only rises. */
  #direction = 1;
  #stop = -Infinity;
  #extreme = -Infinity;

  constructor({ length, width, source, fromExtreme }: VstopOptions) {
    super(2);
    this.#width = width;
    this.#source = source;
    this.#fromExtreme = fromExtreme;
    this.#atr = ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.#conclude(price, this.#width * this.#atr.push(this.#range.push(candle)), this.outputs);
    const [stop, direction] = this.outputs;
    if (Number.isNaN(stop)) return;
    this.#extreme = direction === this.#direction ? this.#farthest(price) : price * direction!;
    this.#stop = stop! * direction!;
    this.#direction = direction!;
  }

  peek(candle: Candle, into: Float64Array): void {
    const reach = this.#width * this.#atr.peek(this.#range.peek(candle));
    this.#conclude(readSource(candle, this.#source), reach, into);
  }

  save(state: number[]): void {
    state.push(this.#direction, this.#stop, this.#extreme);
  }

  load(state: StateReader): void {
    this.#direction = state.number();
    this.#stop = state.number();
    this.#extreme = state.number();
  }

  protected parts() {
    return [this, this.#range, this.#atr];
  }

  #conclude(price: number, reach: number, into: Float64Array): void {
    if (!Number.isFinite(price + reach)) {
      into[0] = into[1] = NaN;
      return;
    }
    const direction = this.#direction;
    const stop = Math.max(this.#stop, this.#farthest(price) - reach);
    const turns = stop - price * direction > ROUNDING * price;
    into[0] = turns ? price + direction * reach : stop * direction;
    into[1] = turns ? -direction : direction;
  }

  /** From which the stop trails, times the direction. */
  #farthest(price: number): number {
    const signed = price * this.#direction;
    return this.#fromExtreme ? Math.max(this.#extreme, signed) : signed;
  }
}
