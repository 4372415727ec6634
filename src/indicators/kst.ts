/** Know sure thing. Warm after the slowest of its four parts, and the signal. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import type { Part, StateReader } from './parts/part.ts';
import { percentChange } from './parts/percent-change.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

const PARTS = [0, 1, 2, 3] as const;

export const kst: IndicatorDefinition = {
  name: 'kst',
  title: { en: 'Know sure thing', ja: 'KST（ノウ・シュア・シング）' },
  parameters: [
    period('roc1', 10),
    period('roc2', 15),
    period('roc3', 20),
    period('roc4', 30),
    period('sma1', 10),
    period('sma2', 10),
    period('sma3', 10),
    period('sma4', 15),
    period('signal', 9),
    sourceParameter(),
  ],
  outputs: [
    { name: 'line', dimension: 'percent' },
    { name: 'signal', dimension: 'percent' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    Math.max(...PARTS.map((i) => numberAt(params, i) + numberAt(params, i + 4))) + numberAt(params, 8) - 1,
  convention:
    'The rates of change in percent over four look-backs, each smoothed by its SMA, weighted 1, 2, 3, 4 and added up; the signal is the SMA of that.',
  source: 'M. Pring, Stocks & Commodities 10:9, 1992; TradingView, Know Sure Thing',
  create: (params) =>
    new Kst(
      PARTS.map((i) => new SmoothChange(numberAt(params, i), numberAt(params, i + 4))),
      numberAt(params, 8),
      sourceAt(params, 9),
    ),
};

class Kst extends Composite {
  readonly #source: Source;
  readonly #changes: readonly SmoothChange[];
  readonly #signal: RollingMean;

  constructor(changes: readonly SmoothChange[], signal: number, source: Source) {
    super(2);
    this.#source = source;
    this.#changes = changes;
    this.#signal = new RollingMean(signal);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    let line = 0;
    for (let i = 0; i < PARTS.length; i++) line += (i + 1) * this.#changes[i]!.push(price);
    this.outputs[0] = line;
    this.outputs[1] = this.#signal.push(line);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    let line = 0;
    for (let i = 0; i < PARTS.length; i++) line += (i + 1) * this.#changes[i]!.peek(price);
    into[0] = line;
    into[1] = this.#signal.peek(line);
  }

  protected parts() {
    return [...this.#changes, this.#signal];
  }
}

class SmoothChange implements Part {
  readonly #before: Delay;
  readonly #mean: RollingMean;

  constructor(lookBack: number, smoothing: number) {
    this.#before = new Delay(lookBack);
    this.#mean = new RollingMean(smoothing);
  }

  push(price: number): number {
    return this.#mean.push(percentChange(this.#before.push(price), price));
  }

  peek(price: number): number {
    return this.#mean.peek(percentChange(this.#before.peek(), price));
  }

  save(state: number[]): void {
    this.#before.save(state);
    this.#mean.save(state);
  }

  load(state: StateReader): void {
    this.#before.load(state);
    this.#mean.load(state);
  }
}
