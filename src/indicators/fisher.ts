/** Fisher transform. Warm after n + 1 candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const fisher: IndicatorDefinition = {
  name: 'fisher',
  title: { en: 'Fisher transform', ja: 'フィッシャー変換' },
  parameters: [period('period', 9)],
  outputs: [
    { name: 'fisher', dimension: 'number' },
    { name: 'trigger', dimension: 'number' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'x = 0.66 · (place of hl2 between the lowest and highest hl2 of n, less 0.5) + 0.67 · x before, at most 0.999 in amount once beyond 0.99; ' +
    'fisher = ½ · ln((1 + x) / (1 − x)) + ½ · fisher before; trigger is the fisher before. A flat window is in its middle.',
  source:
    'J. Ehlers, Using the Fisher Transform, Stocks & Commodities 20:11, 2002; TradingView, Fisher Transform',
  create: (params) => new Fisher(numberAt(params, 0)),
};

class Fisher extends Composite {
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  #x = 0;
  /** NaN before there is one. */
  #fisher = NaN;

  constructor(length: number) {
    super(2);
    this.#highest = new RollingExtreme(length, 'highest');
    this.#lowest = new RollingExtreme(length, 'lowest');
  }

  push(candle: Candle): void {
    const middle = (candle.high + candle.low) / 2;
    const x = this.#next(middle, this.#highest.push(middle), this.#lowest.push(middle));
    this.#conclude(x, this.outputs);
    if (x !== x) return;
    this.#x = x;
    this.#fisher = this.outputs[0]!;
  }

  peek(candle: Candle, into: Float64Array): void {
    const middle = (candle.high + candle.low) / 2;
    this.#conclude(this.#next(middle, this.#highest.peek(middle), this.#lowest.peek(middle)), into);
  }

  save(state: number[]): void {
    state.push(this.#x, this.#fisher);
  }

  load(state: StateReader): void {
    this.#x = state.number();
    this.#fisher = state.number();
  }

  protected parts() {
    return [this, this.#highest, this.#lowest];
  }

  #next(middle: number, highest: number, lowest: number): number {
    const range = highest - lowest;
    const place = isFlat(range, middle) ? 0.5 : (middle - lowest) / range;
    const x = 0.66 * (place - 0.5) + 0.67 * this.#x;
    return x > 0.99 ? 0.999 : x < -0.99 ? -0.999 : x;
  }

  #conclude(x: number, into: Float64Array): void {
    const before = this.#fisher;
    into[0] = 0.5 * Math.log((1 + x) / (1 - x)) + 0.5 * (before === before ? before : 0);
    into[1] = x === x ? before : NaN;
  }
}
