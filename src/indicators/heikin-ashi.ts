/** Heikin-ashi candles. Warm after one candle; the open depends on where the history begins, halved with every candle. O(1) a candle. */
import type { Candle } from '../market/candle.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';

export const heikinAshi: IndicatorDefinition = {
  name: 'heikin_ashi',
  title: { en: 'Heikin-ashi', ja: '平均足' },
  parameters: [],
  outputs: [
    { name: 'close', dimension: 'price' },
    { name: 'open', dimension: 'price' },
    { name: 'high', dimension: 'price' },
    { name: 'low', dimension: 'price' },
  ],
  overlay: true,
  needsVolume: false,
  warmUp: () => 1,
  convention:
    'close: the mean of open, high, low and close; open: the middle of the heikin-ashi open and close before, at first of the candle’s own open ' +
    'and close; high and low: the farthest of the candle’s and these two.',
  source: 'D. Valcu, Using the Heikin-Ashi Technique, Stocks & Commodities 22:2, 2004; TradingView',
  create: () => new HeikinAshi(),
};

class HeikinAshi extends Composite {
  /** For the next candle; NaN at first. */
  #open = NaN;

  constructor() {
    super(4);
  }

  push(candle: Candle): void {
    this.peek(candle, this.outputs);
    const next = (this.outputs[0]! + this.outputs[1]!) / 2;
    if (next === next) this.#open = next;
  }

  peek({ open, high, low, close }: Candle, into: Float64Array): void {
    const mean = (open + high + low + close) / 4;
    const start = Number.isNaN(this.#open) ? (open + close) / 2 : this.#open;
    const known = Number.isFinite(mean);
    into[0] = known ? mean : NaN;
    into[1] = known ? start : NaN;
    into[2] = known ? Math.max(high, start, mean) : NaN;
    into[3] = known ? Math.min(low, start, mean) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#open);
  }

  load(state: StateReader): void {
    this.#open = state.number();
  }

  protected parts() {
    return [this];
  }
}
