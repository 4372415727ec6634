/** Percentage volume oscillator. Warm after slow + signal − 1 candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { percentChange } from './parts/percent-change.ts';

export const pvo: IndicatorDefinition = {
  name: 'pvo',
  title: { en: 'Percentage volume oscillator', ja: 'PVO（出来高オシレーター）' },
  parameters: [period('fast', 12), period('slow', 26), period('signal', 9), choice('seed', ['sma', 'first'])],
  outputs: [
    { name: 'line', dimension: 'percent' },
    { name: 'signal', dimension: 'percent' },
    { name: 'histogram', dimension: 'percent' },
  ],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 1) + numberAt(params, 2) - 1,
  convention:
    '100 · (EMA(fast) − EMA(slow)) / EMA(slow) of the volume; the signal is its EMA. Each is seeded by its own SMA; `first` seeds each by its first value.',
  source: 'TradingView, Percentage Volume Oscillator',
  validate: (params) =>
    numberAt(params, 0) < numberAt(params, 1) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) =>
    new Pvo([0, 1, 2].map((index) => ExponentialMean.stage(numberAt(params, index), params[3] === 'first'))),
};

class Pvo extends Composite {
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor(means: readonly ExponentialMean[]) {
    super(3);
    [this.#fast, this.#slow, this.#signal] = means as [ExponentialMean, ExponentialMean, ExponentialMean];
  }

  push(candle: Candle): void {
    const volume = volumeOf(candle);
    const line = percentChange(this.#slow.push(volume), this.#fast.push(volume));
    conclude(line, this.#signal.push(line), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const volume = volumeOf(candle);
    const line = percentChange(this.#slow.peek(volume), this.#fast.peek(volume));
    conclude(line, this.#signal.peek(line), into);
  }

  protected parts() {
    return [this.#fast, this.#slow, this.#signal];
  }
}

function conclude(line: number, signal: number, into: Float64Array): void {
  into[0] = line;
  into[1] = signal;
  into[2] = line - signal;
}
