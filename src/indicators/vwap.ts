/**
 * Volume-weighted average price since the start of the FX day, week or month. Warm after one candle. O(1) a candle.
 * A history that begins within the period gives the average since it begins.
 */
import type { EpochMs } from '../kernel/units.ts';
import { type Candle, volumeOf } from '../market/candle.ts';
import { fxDayOf, fxMonthOf, fxWeekOf, type Period } from '../market/fx-time.ts';
import type { IndicatorDefinition } from './indicator.ts';
import { choice } from './parameters.ts';
import { Composite } from './parts/composite.ts';
import type { StateReader } from './parts/part.ts';
import { readSource, sourceAt, sourceParameter, type Source } from './source.ts';

const ANCHORS: Readonly<Record<string, (at: EpochMs) => Period>> = {
  session: fxDayOf,
  week: fxWeekOf,
  month: fxMonthOf,
};

export const vwap: IndicatorDefinition = {
  name: 'vwap',
  title: { en: 'Volume-weighted average price', ja: 'VWAP（出来高加重平均価格）' },
  parameters: [choice('anchor', ['session', 'week', 'month']), sourceParameter('hlc3')],
  outputs: [{ name: 'vwap', dimension: 'price' }],
  overlay: true,
  needsVolume: true,
  warmUp: () => 1,
  convention:
    'Sum of price · volume over the sum of volume since 17:00 New York (`week`: of Sunday; `month`: of the day the FX month begins). ' +
    'Volume is what the feed has, with most of them the number of ticks.',
  source: 'TradingView ta.vwap, anchored to the session',
  create: (params) => new Vwap(ANCHORS[String(params[0])]!, sourceAt(params, 1)),
};

class Vwap extends Composite {
  readonly #periodOf: (at: EpochMs) => Period;
  readonly #source: Source;
  #closesAt = -Infinity;
  #volume = 0;
  #money = 0;

  constructor(periodOf: (at: EpochMs) => Period, source: Source) {
    super();
    this.#periodOf = periodOf;
    this.#source = source;
  }

  push(candle: Candle): void {
    if (candle.at >= this.#closesAt) this.#begin(this.#periodOf(candle.at).closesAt);
    this.peek(candle, this.outputs);
    const price = readSource(candle, this.#source);
    const volume = volumeOf(candle);
    if (!Number.isFinite(price + volume)) return;
    this.#volume += volume;
    this.#money += price * volume;
  }

  peek(candle: Candle, into: Float64Array): void {
    const continues = candle.at < this.#closesAt;
    const price = readSource(candle, this.#source);
    const fresh = volumeOf(candle);
    const volume = (continues ? this.#volume : 0) + fresh;
    const mean = ((continues ? this.#money : 0) + price * fresh) / volume;
    into[0] = Number.isFinite(mean) ? mean : NaN;
  }

  save(state: number[]): void {
    state.push(this.#closesAt, this.#volume, this.#money);
  }

  load(state: StateReader): void {
    this.#closesAt = state.number();
    this.#volume = state.number();
    this.#money = state.number();
  }

  protected parts() {
    return [this];
  }

  #begin(closesAt: number): void {
    this.#closesAt = closesAt;
    this.#volume = this.#money = 0;
  }
}
