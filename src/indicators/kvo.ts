/** Klinger oscillator. Warm after slow + signal candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import type { Part, StateReader } from './parts/part.ts';

export const kvo: IndicatorDefinition = {
  name: 'kvo',
  title: { en: 'Klinger oscillator', ja: 'クリンガー・オシレーター' },
  parameters: [
    period('fast', 34),
    period('slow', 55),
    period('signal', 13),
    choice('force', ['signed', 'trend']),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [
    { name: 'line', dimension: 'volume' },
    { name: 'signal', dimension: 'volume' },
  ],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 1) + numberAt(params, 2),
  convention:
    'EMA(fast) − EMA(slow) of volume, negative where high + low + close fell, as on TradingView. `trend` is Klinger’s force instead: 100 · volume · ' +
    '|2 · range / (ranges since the turn, with the one before it) − 1|, negative while high + low + close falls. The signal is an EMA. Each EMA is seeded by its ' +
    'SMA; `first` seeds each by its first value.',
  source: 'S. Klinger, Stocks & Commodities 15:12, 1997; TradingView, Klinger Oscillator; Tulip kvo',
  validate: (params) =>
    numberAt(params, 0) < numberAt(params, 1) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) =>
    new Kvo(
      [0, 1, 2].map((index) => ExponentialMean.stage(numberAt(params, index), params[4] === 'first')),
      params[3] === 'trend',
    ),
};

class Kvo extends Composite {
  readonly #force: VolumeForce;
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor(means: readonly ExponentialMean[], ofTrend: boolean) {
    super(2);
    this.#force = new VolumeForce(ofTrend);
    [this.#fast, this.#slow, this.#signal] = means as [ExponentialMean, ExponentialMean, ExponentialMean];
  }

  push(candle: Candle): void {
    const force = this.#force.push(candle);
    const line = this.#fast.push(force) - this.#slow.push(force);
    this.outputs[0] = line;
    this.outputs[1] = this.#signal.push(line);
  }

  peek(candle: Candle, into: Float64Array): void {
    const force = this.#force.peek(candle);
    const line = this.#fast.peek(force) - this.#slow.peek(force);
    into[0] = line;
    into[1] = this.#signal.peek(line);
  }

  protected parts() {
    return [this.#force, this.#fast, this.#slow, this.#signal];
  }
}

class VolumeForce implements Part {
  readonly #ofTrend: boolean;
  #sum = NaN;
  #range = NaN;
  /** 0 before the first move. */
  #direction = 0;
  /** Ranges since the trend turned. */
  #path = 0;

  constructor(ofTrend: boolean) {
    this.#ofTrend = ofTrend;
  }

  push(candle: Candle): number {
    const force = this.peek(candle);
    const sum = candle.high + candle.low + candle.close;
    if (!Number.isFinite(sum + volumeOf(candle))) return NaN;
    const direction = this.#nextDirection(sum);
    this.#path = this.#nextPath(candle, direction);
    this.#direction = direction;
    this.#sum = sum;
    this.#range = candle.high - candle.low;
    return force;
  }

  peek(candle: Candle): number {
    const sum = candle.high + candle.low + candle.close;
    const volume = volumeOf(candle) + 0 * (sum - this.#sum);
    if (!this.#ofTrend) return sum >= this.#sum ? volume : -volume;
    const direction = this.#nextDirection(sum);
    const path = this.#nextPath(candle, direction);
    const strength = path === 0 ? 0 : Math.abs((2 * (candle.high - candle.low)) / path - 1);
    return 100 * volume * strength * (direction === -1 ? -1 : 1);
  }

  save(state: number[]): void {
    state.push(this.#sum, this.#range, this.#direction, this.#path);
  }

  load(state: StateReader): void {
    this.#sum = state.number();
    this.#range = state.number();
    this.#direction = state.number();
    this.#path = state.number();
  }

  #nextDirection(sum: number): number {
    return sum > this.#sum ? 1 : sum < this.#sum ? -1 : this.#direction;
  }

  #nextPath({ high, low }: Candle, direction: number): number {
    return (direction === this.#direction ? this.#path : this.#range) + (high - low);
  }
}
