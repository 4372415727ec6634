/** Ultimate oscillator. Warm after max + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const ultimate: IndicatorDefinition = {
  name: 'ultimate',
  title: { en: 'Ultimate oscillator', ja: 'アルティメット・オシレーター' },
  parameters: [period('fast', 7), period('middle', 14), period('slow', 28)],
  outputs: [{ name: 'ultimate', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => Math.max(numberAt(params, 0), numberAt(params, 1), numberAt(params, 2)) + 1,
  convention:
    '100 · (4 · fast + 2 · middle + slow) / 7, each the sum of (close − true low) over the sum of true ranges of its period; ' +
    'a sum of ranges of zero counts one half.',
  source: 'L. Williams, The Ultimate Oscillator, Stocks & Commodities 3:4, 1985; TradingView; TA-Lib ULTOSC',
  create: (params) => new Ultimate(numberAt(params, 0), numberAt(params, 1), numberAt(params, 2)),
};

class Ultimate extends Composite {
  readonly #close = new LastValue();
  readonly #fast: Pressure;
  readonly #middle: Pressure;
  readonly #slow: Pressure;

  constructor(fast: number, middle: number, slow: number) {
    super();
    this.#fast = new Pressure(fast);
    this.#middle = new Pressure(middle);
    this.#slow = new Pressure(slow);
  }

  push(candle: Candle): void {
    const before = this.#close.push(candle.close);
    const trueLow = Math.min(candle.low, before);
    const bought = candle.close - trueLow;
    const range = Math.max(candle.high, before) - trueLow;
    this.outputs[0] = blend(
      this.#fast.push(bought, range),
      this.#middle.push(bought, range),
      this.#slow.push(bought, range),
    );
  }

  peek(candle: Candle, into: Float64Array): void {
    const before = this.#close.peek();
    const trueLow = Math.min(candle.low, before);
    const bought = candle.close - trueLow;
    const range = Math.max(candle.high, before) - trueLow;
    into[0] = blend(
      this.#fast.peek(bought, range),
      this.#middle.peek(bought, range),
      this.#slow.peek(bought, range),
    );
  }

  protected parts() {
    return [this.#close, ...this.#fast.parts, ...this.#middle.parts, ...this.#slow.parts];
  }
}

/** Buying pressure as a share of the range, over one period. */
class Pressure {
  readonly #bought: RollingMean;
  readonly #range: RollingMean;

  constructor(length: number) {
    this.#bought = new RollingMean(length);
    this.#range = new RollingMean(length);
  }

  get parts() {
    return [this.#bought, this.#range];
  }

  push(bought: number, range: number): number {
    return share(this.#bought.push(bought), this.#range.push(range));
  }

  peek(bought: number, range: number): number {
    return share(this.#bought.peek(bought), this.#range.peek(range));
  }
}

function share(bought: number, range: number): number {
  return range === 0 ? 0.5 : bought / range;
}

function blend(fast: number, middle: number, slow: number): number {
  return (100 * (4 * fast + 2 * middle + slow)) / 7;
}
