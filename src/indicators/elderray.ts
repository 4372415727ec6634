/** Elder’s bull and bear power. Warm after n candles, or after one with the seed `first`. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { ExponentialMean } from './parts/exponential-mean.ts';

export const elderray: IndicatorDefinition = {
  name: 'elderray',
  title: { en: 'Elder ray', ja: 'エルダー線（ブルパワー・ベアパワー）' },
  parameters: [period('period', 13), choice('seed', ['sma', 'first'])],
  outputs: [
    { name: 'bull', dimension: 'distance' },
    { name: 'bear', dimension: 'distance' },
  ],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => (params[1] === 'first' ? 1 : numberAt(params, 0)),
  convention:
    'bull = high − EMA(n) of the close, bear = low − the same; the EMA is seeded by its SMA, `first` by the first close.',
  source:
    'A. Elder, Trading for a Living, 1993; TradingView, Bull Bear Power; MetaTrader iBullsPower, iBearsPower',
  create: (params) => new Elderray(numberAt(params, 0), params[1] === 'first'),
};

class Elderray extends Composite {
  readonly #mean: ExponentialMean;

  constructor(length: number, seedByFirst: boolean) {
    super(2);
    this.#mean = ExponentialMean.ema(length, { length: seedByFirst ? 1 : length });
  }

  push({ high, low, close }: Candle): void {
    const mean = this.#mean.push(close);
    this.outputs[0] = high - mean;
    this.outputs[1] = low - mean;
  }

  peek({ high, low, close }: Candle, into: Float64Array): void {
    const mean = this.#mean.peek(close);
    into[0] = high - mean;
    into[1] = low - mean;
  }

  protected parts() {
    return [this.#mean];
  }
}
