/** Chaikin oscillator. Warm after `slow` candles. O(1) a candle; where the history begins moves A/D, but not the difference of its means. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { moneyFlowVolume } from './parts/money-flow.ts';
import type { StateReader } from './parts/part.ts';

export const adosc: IndicatorDefinition = {
  name: 'adosc',
  title: { en: 'Chaikin oscillator', ja: 'チャイキン・オシレーター' },
  parameters: [period('fast', 3), period('slow', 10), choice('seed', ['sma', 'first'])],
  outputs: [{ name: 'adosc', dimension: 'volume' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 1),
  convention:
    'EMA(fast) − EMA(slow) of the accumulation/distribution line, each seeded by its own SMA; `first` seeds both by the first value, as TA-Lib does.',
  source: 'M. Chaikin; TradingView, Chaikin Oscillator; TA-Lib ADOSC',
  validate: (params) =>
    numberAt(params, 0) < numberAt(params, 1) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) => new Adosc(numberAt(params, 0), numberAt(params, 1), params[2] === 'first'),
};

class Adosc extends Composite {
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  #sum = 0;

  constructor(fast: number, slow: number, seedByFirst: boolean) {
    super();
    this.#fast = ExponentialMean.stage(fast, seedByFirst);
    this.#slow = ExponentialMean.stage(slow, seedByFirst);
  }

  push(candle: Candle): void {
    const sum = this.#sum + moneyFlowVolume(candle);
    if (sum === sum) this.#sum = sum;
    this.outputs[0] = this.#fast.push(sum) - this.#slow.push(sum);
  }

  peek(candle: Candle, into: Float64Array): void {
    const sum = this.#sum + moneyFlowVolume(candle);
    into[0] = this.#fast.peek(sum) - this.#slow.peek(sum);
  }

  save(state: number[]): void {
    state.push(this.#sum);
  }

  load(state: StateReader): void {
    this.#sum = state.number();
  }

  protected parts() {
    return [this, this.#fast, this.#slow];
  }
}
