/** Rate of change of the volume in percent. Warm after n + 1 candles. O(1) a candle. */
import { type Candle, volumeOf } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { percentChange } from './parts/percent-change.ts';

export const vroc: IndicatorDefinition = {
  name: 'vroc',
  title: { en: 'Volume rate of change', ja: '出来高変化率' },
  parameters: [period('period', 14)],
  outputs: [{ name: 'vroc', dimension: 'percent' }],
  overlay: false,
  needsVolume: true,
  warmUp: (params) => numberAt(params, 0) + 1,
  convention: '100 · (volume − volume n candles ago) / volume n candles ago.',
  source: 'TradingView scripts, Volume Rate of Change; MetaTrader VROC',
  create: (params) => new Vroc(numberAt(params, 0)),
};

class Vroc extends Composite {
  readonly #before: Delay;

  constructor(length: number) {
    super();
    this.#before = new Delay(length);
  }

  push(candle: Candle): void {
    const volume = volumeOf(candle);
    this.outputs[0] = percentChange(this.#before.push(volume), volume);
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = percentChange(this.#before.peek(), volumeOf(candle));
  }

  protected parts() {
    return [this.#before];
  }
}
