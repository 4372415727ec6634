/** Laguerre RSI. Warm after 4 candles; what it began with has faded after some 4 / (1 − gamma) more. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import { isFlat } from './flat.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { numberAt } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import { saveArray, type StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

const STAGES = 4;

export const laguerreRsi: IndicatorDefinition = {
  name: 'laguerre_rsi',
  title: { en: 'Laguerre RSI', ja: 'ラゲールRSI' },
  parameters: [{ kind: 'number', name: 'gamma', default: 0.5, min: 0, max: 0.99 }, sourceParameter()],
  outputs: [{ name: 'laguerre_rsi', dimension: 'number' }],
  overlay: false,
  needsVolume: false,
  warmUp: () => STAGES,
  convention:
    'up / (up + down), 0 to 1, of the differences between the four stages of a Laguerre filter; 0.5 where they are equal. The stages begin at 0, as ' +
    'Ehlers wrote. The higher gamma, the smoother.',
  source:
    'J. Ehlers, Time Warp – Without Space Travel, 2002; Cybernetic Analysis for Stocks and Futures, 2004',
  create: (params) => new LaguerreRsi(numberAt(params, 0), sourceAt(params, 1)),
};

class LaguerreRsi extends Composite {
  readonly #gamma: number;
  readonly #source: Source;
  readonly #stages = new Float64Array(STAGES);
  readonly #next = new Float64Array(STAGES);
  #missing = STAGES;

  constructor(gamma: number, source: Source) {
    super();
    this.#gamma = gamma;
    this.#source = source;
  }

  push(candle: Candle): void {
    const price = readSource(candle, this.#source);
    this.outputs[0] = NaN;
    if (!Number.isFinite(price)) return;
    const strength = this.#filtered(price);
    this.#stages.set(this.#next);
    this.#missing = Math.max(this.#missing - 1, 0);
    if (this.#missing === 0) this.outputs[0] = strength;
  }

  peek(candle: Candle, into: Float64Array): void {
    const price = readSource(candle, this.#source);
    into[0] = this.#missing <= 1 && Number.isFinite(price) ? this.#filtered(price) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#missing);
    saveArray(this.#stages, state);
  }

  load(state: StateReader): void {
    this.#missing = state.number();
    state.fill(this.#stages);
  }

  protected parts() {
    return [this];
  }

  /** Fills the next stages. */
  #filtered(price: number): number {
    const gamma = this.#gamma;
    const [stages, next] = [this.#stages, this.#next];
    next[0] = (1 - gamma) * price + gamma * stages[0]!;
    let up = 0;
    let down = 0;
    for (let i = 1; i < STAGES; i++) {
      next[i] = -gamma * next[i - 1]! + stages[i - 1]! + gamma * stages[i]!;
      const step = next[i - 1]! - next[i]!;
      if (step >= 0) up += step;
      else down -= step;
    }
    return isFlat(up + down, price) ? 0.5 : up / (up + down);
  }
}
