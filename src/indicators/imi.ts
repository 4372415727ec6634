/** Intraday momentum index. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';
import { shareOfBoth } from './parts/share-of-both.ts';

export const imi: IndicatorDefinition = {
  name: 'imi',
  title: { en: 'Intraday momentum index', ja: 'IMI（イントラデイ・モメンタム指数）' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'imi', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    '100 · the bodies of rising candles / all bodies, over n candles: an RSI of each candle’s own move. 50 where no candle has a body.',
  source: 'T. Chande, S. Kroll, The New Technical Trader, 1994',
  create: (params) => new Imi(numberAt(params, 0)),
};

class Imi extends Composite {
  readonly #up: RollingMean;
  readonly #down: RollingMean;

  constructor(length: number) {
    super();
    this.#up = new RollingMean(length);
    this.#down = new RollingMean(length);
  }

  push({ open, close }: Candle): void {
    const up = this.#up.push(Math.max(close - open, 0));
    this.outputs[0] = shareOfBoth(up, this.#down.push(Math.max(open - close, 0)));
  }

  peek({ open, close }: Candle, into: Float64Array): void {
    const up = this.#up.peek(Math.max(close - open, 0));
    into[0] = shareOfBoth(up, this.#down.peek(Math.max(open - close, 0)));
  }

  protected parts() {
    return [this.#up, this.#down];
  }
}
