/** Moving average convergence divergence. Warm after slow + signal − 1 candles (slow with the seed `first`). O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
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
  validate: (params) => (numberAt(params, 0) < numberAt(params, 1) ? null : 'fast must be less than slow'),
  create: (params) =>
    new Macd({
      fast: numberAt(params, 0),
      slow: numberAt(params, 1),
      signal: numberAt(params, 2),
      source: sourceAt(params, 3),
      seed: params[4] as MacdOptions['seed'],
      simpleSignal: params[5] === 'sma',
    }),
};

interface MacdOptions {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
  readonly source: Source;
  readonly seed: 'own' | 'aligned' | 'first';
  readonly simpleSignal: boolean;
}

class Macd extends Composite {
  readonly #source: Source;
  readonly #fast: ExponentialMean;
  readonly #slow: ExponentialMean;
  readonly #signal: ExponentialMean | RollingMean;

  constructor(options: MacdOptions) {
    super(3);
    const { fast, slow, signal, seed } = options;
    const first = seed === 'first';
    this.#source = options.source;
    this.#fast = ExponentialMean.ema(
      fast,
      first ? { length: 1 } : { length: fast, skip: seed === 'aligned' ? slow - fast : 0 },
    );
    this.#slow = ExponentialMean.ema(slow, first ? { length: 1, hide: slow - 1 } : { length: slow });
    this.#signal = options.simpleSignal
      ? new RollingMean(signal)
      : ExponentialMean.ema(signal, { length: first ? 1 : signal });
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const line = this.#fast.push(price) - this.#slow.push(price);
    conclude(line, this.#signal.push(line), this.outputs);
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    const line = this.#fast.peek(price) - this.#slow.peek(price);
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
