/** QQE: the smoothed RSI and a stop that trails it. Warm after 5n + smoothing − 3 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { LastValue } from './parts/last-value.ts';
import type { Part, StateReader } from './parts/part.ts';
import { RelativeStrength } from './parts/relative-strength.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

/** While nothing moves, line and bands meet up to their last bits: so far apart is not apart. */
const ROUNDING = 1e-9;

export const qqe: IndicatorDefinition = {
  name: 'qqe',
  title: { en: 'QQE (quantitative qualitative estimation)', ja: 'QQE' },
  parameters: [
    period('rsi', 14),
    period('smoothing', 5),
    { kind: 'number', name: 'factor', default: 4.236, min: 0.01, max: 100 },
    sourceParameter(),
    choice('seed', ['sma', 'first']),
  ],
  outputs: [
    { name: 'line', dimension: 'oscillator' },
    { name: 'stop', dimension: 'oscillator' },
    { name: 'direction', dimension: 'number' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => 5 * numberAt(params, 0) + numberAt(params, 1) - 3,
  convention:
    'line = EMA(smoothing) of the RSI; reach = factor · EMA of EMA, of 2n − 1 both, of how much the line moves in a candle. Bands of line ± reach that only ' +
    'close in until the line goes beyond; stop is the lower one while up (1), the upper one while down (−1). It turns when the line crosses the last ' +
    'candle’s band; begins up. EMAs are seeded by their SMAs; `first` by their first values.',
  source: 'R. Blau, QQE, 2008 (MetaTrader); TradingView scripts, QQE',
  create: (params) =>
    new Qqe({
      rsi: numberAt(params, 0),
      smoothing: numberAt(params, 1),
      factor: numberAt(params, 2),
      source: sourceAt(params, 3),
      seedByFirst: params[4] === 'first',
    }),
};

interface QqeOptions {
  readonly rsi: number;
  readonly smoothing: number;
  readonly factor: number;
  readonly source: Source;
  readonly seedByFirst: boolean;
}

class Qqe extends Composite {
  readonly #source: Source;
  readonly #factor: number;
  readonly #rsi: RelativeStrength;
  readonly #smooth: ExponentialMean;
  readonly #line = new LastValue();
  readonly #moved: ExponentialMean;
  readonly #movedSmooth: ExponentialMean;
  readonly #bands = new Bands();

  constructor({ rsi, smoothing, factor, source, seedByFirst }: QqeOptions) {
    super(3);
    this.#source = source;
    this.#factor = factor;
    this.#rsi = new RelativeStrength(rsi, 'wilder');
    this.#smooth = ExponentialMean.stage(smoothing, seedByFirst);
    this.#moved = ExponentialMean.stage(2 * rsi - 1, seedByFirst);
    this.#movedSmooth = ExponentialMean.stage(2 * rsi - 1, seedByFirst);
  }

  push(candle: Candle): void {
    const line = this.#smooth.push(this.#rsi.push(readSource(candle, this.#source)));
    const before = this.#line.push(line);
    const reach = this.#factor * this.#movedSmooth.push(this.#moved.push(Math.abs(line - before)));
    this.#bands.push(before, line, reach);
    this.#conclude(line, reach, this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const line = this.#smooth.peek(this.#rsi.peek(readSource(candle, this.#source)));
    const before = this.#line.peek();
    const reach = this.#factor * this.#movedSmooth.peek(this.#moved.peek(Math.abs(line - before)));
    this.#bands.peek(before, line, reach);
    this.#conclude(line, reach, into);
  }

  protected parts() {
    return [this.#rsi, this.#smooth, this.#line, this.#moved, this.#movedSmooth, this.#bands];
  }

  #conclude(line: number, reach: number, into: Float64Array): void {
    const isKnown = reach === reach;
    const { direction, lower, upper } = this.#bands;
    into[0] = isKnown ? line : NaN;
    into[1] = isKnown ? (direction === 1 ? lower : upper) : NaN;
    into[2] = isKnown ? direction : NaN;
  }
}

/** As TradingView’s scripts have it: a crossing of the upper band, either way, means up; else one of the lower means down. */
class Bands implements Part {
  /** Of the latest push or peek. */
  direction = 1;
  lower = NaN;
  upper = NaN;
  #direction = 1;
  #lower = NaN;
  #upper = NaN;
  /** A candle before those. */
  #olderLower = NaN;
  #olderUpper = NaN;

  push(before: number, line: number, reach: number): void {
    this.peek(before, line, reach);
    if (reach !== reach) return;
    this.#olderLower = this.#lower;
    this.#olderUpper = this.#upper;
    this.#direction = this.direction;
    this.#lower = this.lower;
    this.#upper = this.upper;
  }

  peek(before: number, line: number, reach: number): void {
    const [lower, upper] = [this.#lower, this.#upper];
    this.lower = line - reach;
    this.upper = line + reach;
    if (before > lower && line > lower && lower > this.lower) this.lower = lower;
    if (before < upper && line < upper && upper < this.upper) this.upper = upper;
    this.direction = this.#direction;
    if (crosses(line, upper, before, this.#olderUpper)) this.direction = 1;
    else if (crosses(line, lower, before, this.#olderLower)) this.direction = -1;
  }

  save(state: number[]): void {
    state.push(this.#direction, this.#lower, this.#upper, this.#olderLower, this.#olderUpper);
  }

  load(state: StateReader): void {
    this.#direction = state.number();
    this.#lower = state.number();
    this.#upper = state.number();
    this.#olderLower = state.number();
    this.#olderUpper = state.number();
  }
}

function crosses(now: number, level: number, before: number, levelBefore: number): boolean {
  const [apart, apartBefore] = [now - level, before - levelBefore];
  return (apart > ROUNDING && apartBefore <= ROUNDING) || (apart < -ROUNDING && apartBefore >= -ROUNDING);
}
