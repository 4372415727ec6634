/** Swing points (fractals): candles whose high or low stands out among their neighbours. Warm after left + right + 1 candles. O(1) amortised. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import type { Part, StateReader } from './parts/part.ts';
import { RollingExtreme } from './parts/rolling-extreme.ts';

export const fractal: IndicatorDefinition = {
  name: 'fractal',
  title: { en: 'Fractals (swing highs and lows)', ja: 'フラクタル（スイングの高値と安値）' },
  parameters: [period('left', 2), period('right', 2)],
  outputs: [
    { name: 'high', dimension: 'price' },
    { name: 'low', dimension: 'price' },
    { name: 'turn', dimension: 'number' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + numberAt(params, 1) + 1,
  convention:
    'A swing high is above the highs of the `left` candles before it and not below those of the `right` candles after it, with whose last it is ' +
    'confirmed; a swing low is the same upside down. high and low are the last confirmed ones (until there is one, the extreme of the first left + ' +
    'right + 1 candles), turn is 1 at the candle that confirms a high, −1 a low, 2 both, else 0. Never drawn back.',
  source: 'B. Williams, Trading Chaos, 1995; MetaTrader iFractals; TradingView ta.pivothigh, ta.pivotlow',
  create: (params) => new Fractal(numberAt(params, 0), numberAt(params, 1)),
};

class Fractal extends Composite {
  readonly #high: Swing;
  readonly #low: Swing;

  constructor(left: number, right: number) {
    super(3);
    this.#high = new Swing(left, right, 1);
    this.#low = new Swing(left, right, -1);
  }

  push({ high, low }: Candle): void {
    this.outputs[0] = this.#high.push(high);
    this.outputs[1] = this.#low.push(low);
    this.outputs[2] = turnOf(this.#high.isNew, this.#low.isNew, this.outputs);
  }

  peek({ high, low }: Candle, into: Float64Array): void {
    into[0] = this.#high.peek(high);
    into[1] = this.#low.peek(low);
    into[2] = turnOf(this.#high.isNew, this.#low.isNew, into);
  }

  protected parts() {
    return [this.#high, this.#low];
  }
}

function turnOf(isHigh: boolean, isLow: boolean, [high, low]: Float64Array): number {
  if (Number.isNaN(high! + low!)) return NaN;
  if (isHigh && isLow) return 2;
  return isHigh ? 1 : isLow ? -1 : 0;
}

/** The last swing high of prices times the sign. */
class Swing implements Part {
  /** Whether the latest push or peek confirmed one. */
  isNew = false;
  readonly #sign: 1 | -1;
  readonly #candidate: Delay;
  readonly #older: RollingExtreme;
  readonly #newer: RollingExtreme;
  /** The highest of the candles before the candidate. */
  #before = NaN;
  #last = NaN;

  constructor(left: number, right: number, sign: 1 | -1) {
    this.#sign = sign;
    this.#candidate = new Delay(right);
    this.#older = new RollingExtreme(left, 'highest');
    this.#newer = new RollingExtreme(right, 'highest');
  }

  push(price: number): number {
    const signed = price * this.#sign;
    const candidate = this.#candidate.push(signed);
    const newer = this.#newer.push(signed);
    const last = this.#next(candidate, newer);
    this.#before = this.#older.push(candidate);
    if (last === last) this.#last = last;
    return last * this.#sign;
  }

  peek(price: number): number {
    const signed = price * this.#sign;
    return this.#next(this.#candidate.peek(), this.#newer.peek(signed)) * this.#sign;
  }

  save(state: number[]): void {
    state.push(this.#before, this.#last);
    this.#candidate.save(state);
    this.#older.save(state);
    this.#newer.save(state);
  }

  load(state: StateReader): void {
    this.#before = state.number();
    this.#last = state.number();
    this.#candidate.load(state);
    this.#older.load(state);
    this.#newer.load(state);
  }

  /** NaN while a candle on either side is unknown. */
  #next(candidate: number, newer: number): number {
    this.isNew = candidate > this.#before && candidate >= newer;
    const highest = Math.max(candidate, this.#before, newer);
    if (this.isNew || this.#last !== this.#last) return highest;
    return highest === highest ? this.#last : NaN;
  }
}
