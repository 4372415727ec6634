/** DeMarker. Warm after n + 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { LastValue } from './parts/last-value.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const demarker: IndicatorDefinition = {
  name: 'demarker',
  title: { en: 'DeMarker', ja: 'デマーカー' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'demarker', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention:
    'up / (up + down), 0 to 1: up is the SMA of how much further the highs went than the high before, down of how much lower the lows; 0.5 ' +
    'where neither did.',
  source: 'T. DeMark, The New Science of Technical Analysis, 1994; MetaTrader iDeMarker',
  create: (params) => new Demarker(numberAt(params, 0)),
};

class Demarker extends Composite {
  readonly #high = new LastValue();
  readonly #low = new LastValue();
  readonly #up: RollingMean;
  readonly #down: RollingMean;

  constructor(length: number) {
    super();
    this.#up = new RollingMean(length);
    this.#down = new RollingMean(length);
  }

  push({ high, low }: Candle): void {
    const up = this.#up.push(Math.max(high - this.#high.push(high), 0));
    this.outputs[0] = share(up, this.#down.push(Math.max(this.#low.push(low) - low, 0)));
  }

  peek({ high, low }: Candle, into: Float64Array): void {
    const up = this.#up.peek(Math.max(high - this.#high.peek(), 0));
    into[0] = share(up, this.#down.peek(Math.max(this.#low.peek() - low, 0)));
  }

  protected parts() {
    return [this.#high, this.#low, this.#up, this.#down];
  }
}

function share(up: number, down: number): number {
  const both = up + down;
  return both === 0 ? 0.5 : up / both;
}
