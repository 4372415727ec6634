/** Relative volatility index. Warm after n + smoothing − 1 candles (n at least 2). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMoments } from './parts/rolling-moments.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const rvi: IndicatorDefinition = {
  name: 'rvi',
  title: { en: 'Relative volatility index', ja: 'RVI（相対ボラティリティ指数）' },
  parameters: [
    period('period', 10, 2),
    period('smoothing', 14),
    sourceParameter(),
    choice('mean', ['ema', 'wilder']),
  ],
  outputs: [{ name: 'rvi', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + numberAt(params, 1) - 1,
  convention:
    '100 · up / (up + down): EMAs of the deviation over n prices (of the population) on candles that rise, and on those that do not, as on TradingView; ' +
    '`wilder` takes Wilder means, as Dorsey, and an unchanged price counts on neither side. 50 while nothing moves. MetaTrader’s RVI is another one.',
  source: 'D. Dorsey, Stocks & Commodities 11:6, 1993; TradingView, Relative Volatility Index',
  create: (params) =>
    new Rvi({
      length: numberAt(params, 0),
      smoothing: numberAt(params, 1),
      source: sourceAt(params, 2),
      wilder: params[3] === 'wilder',
    }),
};

interface RviOptions {
  readonly length: number;
  readonly smoothing: number;
  readonly source: Source;
  readonly wilder: boolean;
}

class Rvi extends Composite {
  readonly #source: Source;
  readonly #unchangedFalls: boolean;
  readonly #price = new LastValue();
  readonly #moments: RollingMoments;
  readonly #up: ExponentialMean;
  readonly #down: ExponentialMean;

  constructor({ length, smoothing, source, wilder }: RviOptions) {
    super();
    this.#source = source;
    this.#unchangedFalls = !wilder;
    this.#moments = new RollingMoments(length);
    this.#up = wilder ? ExponentialMean.wilder(smoothing) : ExponentialMean.ema(smoothing);
    this.#down = wilder ? ExponentialMean.wilder(smoothing) : ExponentialMean.ema(smoothing);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const change = price - this.#price.push(price);
    this.#moments.push(price);
    const deviation = Math.sqrt(this.#moments.variance);
    const up = this.#up.push(deviation * Number(change > 0));
    this.outputs[0] = share(up, this.#down.push(deviation * this.#falls(change)), price);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const change = price - this.#price.peek();
    this.#moments.peek(price);
    const deviation = Math.sqrt(this.#moments.variance);
    const up = this.#up.peek(deviation * Number(change > 0));
    into[0] = share(up, this.#down.peek(deviation * this.#falls(change)), price);
  }

  protected parts() {
    return [this.#price, this.#moments, this.#up, this.#down];
  }

  #falls(change: number): number {
    return Number(change < 0 || (change === 0 && this.#unchangedFalls));
  }
}

function share(up: number, down: number, price: number): number {
  const both = up + down;
  return isFlat(both, price) ? 50 : (100 * up) / both;
}
