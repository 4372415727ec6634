/** Moving average convergence divergence. Warm after slow + signal − 1 candles (slow with the seed `first`). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition, IndicatorParams } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const macd: IndicatorDefinition = {
  name: 'macd',
  title: { en: 'MACD', ja: 'MACD' },
  parameters: [
    period('fast', 12),
    period('slow', 26),
    period('signal', 9),
    sourceParameter(),
    choice('seed', ['own', 'aligned', 'first']),
    choice('signal-mean', ['ema', 'sma']),
  ],
  outputs: [
    { name: 'line', dimension: 'distance' },
    { name: 'signal', dimension: 'distance' },
    { name: 'histogram', dimension: 'distance' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) =>
    params[4] === 'first' && params[5] === 'ema'
      ? numberAt(params, 1)
      : numberAt(params, 1) + numberAt(params, 2) - 1,
  convention:
    'EMA(fast) − EMA(slow), each seeded by its own SMA, as on TradingView; `aligned` seeds the fast one by the SMA that ends with ' +
    'the slow seed, as TA-Lib does; `first` seeds all by their first value. The line begins at the slow-th candle. The signal is ' +
    'an EMA seeded by its SMA; `sma` is the signal of MetaTrader 5.',
  source: 'G. Appel, Technical Analysis: Power Tools for Active Investors, 2005; TradingView ta.macd',
  validate: (params) =>
    numberAt(params, 0) < numberAt(params, 1) ? null : { lesser: 'fast', greater: 'slow', mayBeEqual: false },
  create: (params) => new Macd(params),
};

export class Macd extends Composite {
  readonly #source: Source;
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean | RollingMean;

  constructor(params: IndicatorParams) {
    super(3);
    const fast = numberAt(params, 0);
    const slow = numberAt(params, 1);
    const signal = numberAt(params, 2);
    const [, , , , seed, signalMean] = params;
    const first = seed === 'first';
    this.#source = sourceAt(params, 3);
    this.#fast = ExponentialMean.ema(
      fast,
      first ? { length: 1 } : { length: fast, skip: seed === 'aligned' ? slow - fast : 0 },
    );
    this.#slow = ExponentialMean.ema(slow, first ? { length: 1, hide: slow - 1 } : { length: slow });
    this.#signal =
      signalMean === 'sma'
        ? new RollingMean(signal)
        : ExponentialMean.ema(signal, { length: first ? 1 : signal });
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const line = this.between(this.#fast.push(price), this.#slow.push(price));
    conclude(line, this.#signal.push(line), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const line = this.between(this.#fast.peek(price), this.#slow.peek(price));
    conclude(line, this.#signal.peek(line), into);
  }

  protected between(fast: number, slow: number): number {
    return fast - slow;
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
