/** True strength index. Warm after long + short + signal − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';
import { LastValue } from './parts/last-value.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

export const tsi: IndicatorDefinition = {
  name: 'tsi',
  title: { en: 'True strength index', ja: 'TSI（真の強さ指数）' },
  parameters: [period('long', 25), period('short', 13), period('signal', 13), sourceParameter()],
  outputs: [
    { name: 'line', dimension: 'oscillator' },
    { name: 'signal', dimension: 'oscillator' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + numberAt(params, 1) + numberAt(params, 2) - 1,
  convention:
    '100 · EMA(short) of EMA(long) of the changes, divided by the same of their amounts, from −100 to 100; 0 while nothing has changed. ' +
    'Every EMA is seeded by its SMA, the signal too.',
  source: 'W. Blau, True Strength Index, Stocks & Commodities 9:11, 1991; TradingView, True Strength Index',
  create: (params) =>
    new Tsi({
      long: numberAt(params, 0),
      short: numberAt(params, 1),
      signal: numberAt(params, 2),
      source: sourceAt(params, 3),
    }),
};

class Tsi extends Composite {
  readonly #source: Source;
  readonly #price = new LastValue();
  readonly #net: ExponentialMean;
  readonly #smoothNet: ExponentialMean;
  readonly #all: ExponentialMean;
  readonly #smoothAll: ExponentialMean;
  readonly #signal: ExponentialMean;

  constructor(options: { long: number; short: number; signal: number; source: Source }) {
    super(2);
    this.#source = options.source;
    this.#net = ExponentialMean.ema(options.long);
    this.#smoothNet = ExponentialMean.ema(options.short);
    this.#all = ExponentialMean.ema(options.long);
    this.#smoothAll = ExponentialMean.ema(options.short);
    this.#signal = ExponentialMean.ema(options.signal);
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    const change = price - this.#price.push(price);
    const net = this.#smoothNet.push(this.#net.push(change));
    const line = share(net, this.#smoothAll.push(this.#all.push(Math.abs(change))));
    this.outputs[0] = line;
    this.outputs[1] = this.#signal.push(line);
  }

  peek(candle: Candle, into: Float64Array): void {
    const change = readSource(candle, this.#source) - this.#price.peek();
    const net = this.#smoothNet.peek(this.#net.peek(change));
    const line = share(net, this.#smoothAll.peek(this.#all.peek(Math.abs(change))));
    into[0] = line;
    into[1] = this.#signal.peek(line);
  }

  protected parts() {
    return [this.#price, this.#net, this.#smoothNet, this.#all, this.#smoothAll, this.#signal];
  }
}

function share(net: number, all: number): number {
  return all === 0 ? 0 : (100 * net) / all;
}
