/** Acceleration bands. Warm after n candles. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { RollingMean } from './parts/rolling-mean.ts';

export const accbands: IndicatorDefinition = {
  name: 'accbands',
  title: { en: 'Acceleration bands', ja: 'アクセラレーション・バンド' },
  parameters: [period('period', 20), { kind: 'number', name: 'width', default: 4, min: 0.01, max: 100 }],
  outputs: [
    { name: 'middle', dimension: 'price' },
    { name: 'upper', dimension: 'price' },
    { name: 'lower', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) => numberAt(params, 0),
  convention:
    'SMA of high · (1 + width · (high − low) / (high + low)), of low · (1 − the same), and of the close between them; a width of 4 is Headley’s and TA-Lib’s.',
  source: 'P. Headley, Big Trends in Trading, 2002; TA-Lib ACCBANDS',
  create: (params) => new Accbands(numberAt(params, 0), numberAt(params, 1)),
};

class Accbands extends Composite {
  readonly #width: number;
  readonly #middle: RollingMean;
  readonly #upper: RollingMean;
  readonly #lower: RollingMean;

  constructor(length: number, width: number) {
    super(3);
    this.#width = width;
    this.#middle = new RollingMean(length);
    this.#upper = new RollingMean(length);
    this.#lower = new RollingMean(length);
  }

  push({ high, low, close }: Candle): void {
    const reach = (this.#width * (high - low)) / (high + low);
    this.outputs[0] = this.#middle.push(close);
    this.outputs[1] = this.#upper.push(high * (1 + reach));
    this.outputs[2] = this.#lower.push(low * (1 - reach));
  }

  peek({ high, low, close }: Candle, into: Float64Array): void {
    const reach = (this.#width * (high - low)) / (high + low);
    into[0] = this.#middle.peek(close);
    into[1] = this.#upper.peek(high * (1 + reach));
    into[2] = this.#lower.peek(low * (1 - reach));
  }

  protected parts() {
    return [this.#middle, this.#upper, this.#lower];
  }
}
