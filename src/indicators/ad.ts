/** Accumulation/distribution. Warm after one candle; its level depends on where the history begins, its changes do not. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';
import { moneyFlowVolume } from './parts/money-flow.ts';
import type { StateReader } from './parts/part.ts';

export const ad: IndicatorDefinition = {
  name: 'ad',
  title: { en: 'Accumulation/distribution', ja: 'A/Dライン（累積分配線）' },
  parameters: [],
  outputs: [{ name: 'ad', dimension: 'volume' }],
  overlay: false,
  needsVolume: true,
  warmUp: () => 1,
  convention:
    'The running sum of volume · ((close − low) − (high − close)) / (high − low), a candle without a range adding nothing; begins at 0. ' +
    'Only its changes mean something: compare it with its own past.',
  source: 'M. Chaikin; TradingView ta.accdist; TA-Lib AD',
  create: () => new Ad(),
};

class Ad extends Composite {
  #sum = 0;

  push(candle: Candle): void {
    const sum = this.#sum + moneyFlowVolume(candle);
    this.outputs[0] = sum;
    if (sum === sum) this.#sum = sum;
  }

  peek(candle: Candle, into: Float64Array): void {
    into[0] = this.#sum + moneyFlowVolume(candle);
  }

  save(state: number[]): void {
    state.push(this.#sum);
  }

  load(state: StateReader): void {
    this.#sum = state.number();
  }

  protected parts() {
    return [this];
  }
}
