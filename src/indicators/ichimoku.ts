/** Ichimoku kinko hyo. Warm after senkou + shift candles. O(1) amortised a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt, period } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { Delay } from './parts/delay.ts';
import { RollingMiddle } from './parts/rolling-middle.ts';

export const ichimoku: IndicatorDefinition = {
  name: 'ichimoku',
  title: { en: 'Ichimoku', ja: '一目均衡表' },
  parameters: [period('tenkan', 9), period('kijun', 26), period('senkou', 52), period('shift', 26)],
  outputs: [
    { name: 'tenkan', dimension: 'price' },
    { name: 'kijun', dimension: 'price' },
    { name: 'spana', dimension: 'price' },
    { name: 'spanb', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: (params) =>
    Math.max(numberAt(params, 0), numberAt(params, 1), numberAt(params, 2)) + numberAt(params, 3),
  convention:
    'Each line is the middle of highest and lowest over its period. spana and spanb are the cloud as it stands at this candle, made `shift` candles ago; the chikou span is the close against close[shift]. TradingView draws the cloud one candle nearer: that is a shift of 25.',
  source: 'Ichimoku Sanjin, 1969; MetaTrader iIchimoku',
  create: (params) =>
    new Ichimoku({
      tenkan: numberAt(params, 0),
      kijun: numberAt(params, 1),
      senkou: numberAt(params, 2),
      shift: numberAt(params, 3),
    }),
};

class Ichimoku extends Composite {
  readonly #tenkan: RollingMiddle;
  readonly #kijun: RollingMiddle;
  readonly #senkou: RollingMiddle;
  readonly #spanA: Delay;
  readonly #spanB: Delay;

  constructor(options: { tenkan: number; kijun: number; senkou: number; shift: number }) {
    super(4);
    this.#tenkan = new RollingMiddle(options.tenkan);
    this.#kijun = new RollingMiddle(options.kijun);
    this.#senkou = new RollingMiddle(options.senkou);
    this.#spanA = new Delay(options.shift);
    this.#spanB = new Delay(options.shift);
  }

  push(candle: Candle): void {
    const tenkan = this.#tenkan.push(candle);
    const kijun = this.#kijun.push(candle);
    this.outputs[0] = tenkan;
    this.outputs[1] = kijun;
    this.outputs[2] = this.#spanA.push((tenkan + kijun) / 2);
    this.outputs[3] = this.#spanB.push(this.#senkou.push(candle));
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#tenkan.peek(candle);
    into[1] = this.#kijun.peek(candle);
    into[2] = this.#spanA.peek();
    into[3] = this.#spanB.peek();
  }

  protected parts() {
    return [this.#tenkan, this.#kijun, this.#senkou, this.#spanA, this.#spanB];
  }
}
