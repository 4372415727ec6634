/** Average directional index rating. Warm after 3n − 1 candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { Adx } from './adx.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice, numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';

export const adxr: IndicatorDefinition = {
  name: 'adxr',
  title: { en: 'Average directional index rating', ja: 'ADXR' },
  parameters: [period('period', 14, 2), choice('seed', ['mean', 'talib'])],
  outputs: [{ name: 'adxr', dimension: 'oscillator' }],
  overlay: false,
  needsVolume: false,
  warmUp: (params) => 3 * numberAt(params, 0) - 1,
  convention: 'The mean of ADX now and ADX n − 1 candles ago, as in TA-Lib. Seeds as in adx.',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems, 1978; TA-Lib ADXR',
  create: (params) => new Adxr(numberAt(params, 0), params[1] === 'talib'),
};

class Adxr extends Composite {
  readonly #adx: Adx;
  readonly #peeked = new Float64Array(4);
  readonly #before: Delay;

  constructor(length: number, short: boolean) {
    super();
    this.#adx = new Adx(length, short);
    this.#before = new Delay(length - 1);
  }

  push(candle: Candle): void {
    this.#adx.push(candle);
    const now = this.#adx.outputs[0]!;
    this.outputs[0] = (now + this.#before.push(now)) / 2;
  }

  peek(candle: Candle, into: Float64Array): void {
    this.#adx.peek(candle, this.#peeked);
    into[0] = (this.#peeked[0]! + this.#before.peek()) / 2;
  }

  protected parts() {
    return [...this.#adx.parts(), this.#before];
  }
}
