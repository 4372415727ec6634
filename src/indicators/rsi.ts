/** Relative strength index. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { Indicator, IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { restoreFrom, snapshotOf, type Part, type StateReader } from './parts/part.ts';
import { RollingMean } from './parts/rolling-mean.ts';
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
  create: (params) => new Rsi(numberAt(params, 0), sourceAt(params, 1), params[2] === 'cutler'),
};

export class Rsi implements Indicator {
  readonly outputs = new Float64Array(1).fill(NaN);
  readonly #source: Source;
  readonly #gain: ExponentialMean | RollingMean;
  readonly #loss: ExponentialMean | RollingMean;
  #price = NaN;

  constructor(length: number, source: Source, simple: boolean) {
    this.#source = source;
    this.#gain = simple ? new RollingMean(length) : ExponentialMean.wilder(length);
    this.#loss = simple ? new RollingMean(length) : ExponentialMean.wilder(length);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const change = price - this.#price;
    this.#price = price;
    const gain = this.#gain.push(Math.max(change, 0));
    const loss = this.#loss.push(Math.max(-change, 0));
    this.outputs[0] = strength(gain, loss);
  }

  peek(candle: Candle, into: Float64Array): void {
    const change = readSource(candle, this.#source) - this.#price;
    const gain = this.#gain.peek(Math.max(change, 0));
    const loss = this.#loss.peek(Math.max(-change, 0));
    into[0] = strength(gain, loss);
  }

  save(state: number[]): void {
    state.push(this.#price);
  }

  load(state: StateReader): void {
    this.#price = state.number();
  }

  snapshot(): readonly number[] {
    return snapshotOf(this.outputs, this.parts());
  }

  restore(state: readonly number[]): void {
    restoreFrom(state, this.outputs, this.parts());
  }

  /** Its state, for whoever builds on it. */
  parts(): readonly Part[] {
    return [this, this.#gain, this.#loss];
  }
}

function strength(gain: number, loss: number): number {
  const both = gain + loss;
  return both === 0 ? 50 : (100 * gain) / both;
}
