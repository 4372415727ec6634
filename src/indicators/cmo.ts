/** Chande’s momentum oscillator. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import type { StateReader } from './parts/part.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const cmo: IndicatorDefinition = {
  name: 'cmo',
  title: { en: 'Chande momentum oscillator', ja: 'チャンデ・モメンタム・オシレーター' },
  parameters: [period('period', 9), sourceParameter(), choice('mean', ['simple', 'wilder'])],
  outputs: [{ name: 'cmo', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    '100 · (gain − loss) / (gain + loss) with plain sums over n changes, as Chande wrote; `wilder` takes Wilder means, as TA-Lib does. ' +
    '0 while no price has changed.',
  source: 'T. Chande, The New Technical Trader, 1994; TradingView ta.cmo',
  create: (params) => new Cmo(numberAt(params, 0), sourceAt(params, 1), params[2] === 'simple'),
};

class Cmo extends Composite {
  readonly #source: Source;
  readonly #gain: ExponentialMean | RollingMean;
  readonly #loss: ExponentialMean | RollingMean;
  #price = NaN;

  constructor(length: number, source: Source, simple: boolean) {
    super();
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

  protected parts() {
    return [this, this.#gain, this.#loss];
  }
}

function strength(gain: number, loss: number): number {
  const both = gain + loss;
  return both === 0 ? 0 : (100 * (gain - loss)) / both;
}
