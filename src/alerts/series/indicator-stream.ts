/**
 * One indicator over one series, shared by every condition that reads it. Closed values are kept in a ring as deep as the deepest
 * offset in use; the value on the forming candle is peeked at most once between two changes of the price.
 */
import type { Indicator, IndicatorDefinition, IndicatorParams } from '../../indicators/indicator.ts';
import type { Candle } from '../../market/candle.ts';
import { RowRing } from './row-ring.ts';

/** Closed candles and values kept whether or not a condition asks for them. */
export const BASE_DEPTH = 64;

export class IndicatorStream {
  readonly definition: IndicatorDefinition;
  readonly params: IndicatorParams;
  /** Canonical: `rsi(14)`. */
  readonly call: string;
  /** Whether its values are told with the candles that close. */
  readonly isReported: boolean;
  readonly closed: RowRing;
  /** Where its first output is written for the levels on it (levels/gap-table.ts), -1 for nowhere. */
  gapAt = -1;
  readonly #live: Float64Array;
  #indicator: Indicator;
  #liveVersion = -1;
  #pushed = 0;
  /** Nothing closed since it was made: older history may still replace what it was fed. */
  #isFresh = true;

  constructor(
    definition: IndicatorDefinition,
    params: IndicatorParams,
    of: { readonly call: string; readonly isReported: boolean },
  ) {
    this.definition = definition;
    this.params = params;
    this.call = of.call;
    this.isReported = of.isReported;
    this.#indicator = definition.create(params);
    this.#live = new Float64Array(definition.outputs.length);
    this.closed = new RowRing(definition.outputs.length, BASE_DEPTH);
  }

  push(candle: Candle): void {
    this.#isFresh = false;
    this.#feed(candle);
  }

  /** The first output at the last pushed candle. */
  get newest(): number {
    return this.#indicator.outputs[0] as number;
  }

  /** Whether older candles are still welcome: it has not run yet, or not every output is known. */
  get wantsHistory(): boolean {
    return this.#isFresh || this.#indicator.outputs.includes(NaN);
  }

  /** Begins again from these candles, oldest first. */
  refill(candles: Iterable<Candle>): void {
    this.#indicator = this.definition.create(this.params);
    this.#pushed = 0;
    this.closed.clear();
    for (const candle of candles) this.#feed(candle);
  }

  /** As if `candle` closed now. `version` names the state of the price; the same one is not computed twice. */
  live(candle: Candle, output: number, version: number): number {
    if (version !== this.#liveVersion) {
      this.#indicator.peek(candle, this.#live);
      this.#liveVersion = version;
    }
    return this.#live[output] ?? NaN;
  }

  /** By output name at the last closed candle; null where unknown. */
  values(): Record<string, number | null> {
    const values: Record<string, number | null> = {};
    const { outputs } = this.definition;
    for (let output = 0; output < outputs.length; output++) {
      const value = this.closed.value(0, output);
      values[(outputs[output] as { readonly name: string }).name] = Number.isFinite(value) ? value : null;
    }
    return values;
  }

  /** Closed candles still to come until the value `offset` candles back is known; 0 when it should be. */
  missing(offset: number): number {
    return Math.max(0, this.definition.warmUp(this.params) + offset - this.#pushed);
  }

  snapshot(): {
    depth: number;
    pushed: number;
    isFresh: boolean;
    state: readonly number[];
    closed: Float64Array;
  } {
    return {
      depth: this.closed.limit,
      pushed: this.#pushed,
      isFresh: this.#isFresh,
      state: this.#indicator.snapshot(),
      closed: this.closed.toArray(),
    };
  }

  restore(from: {
    readonly depth: number;
    readonly pushed: number;
    readonly isFresh: boolean;
    readonly state: readonly number[];
    readonly closed: readonly number[];
  }): void {
    this.#pushed = from.pushed;
    this.#isFresh = from.isFresh;
    this.#indicator = this.definition.create(this.params);
    this.#indicator.restore(from.state);
    this.closed.deepen(from.depth);
    this.closed.load(from.closed);
    this.#liveVersion = -1;
  }

  #feed(candle: Candle): void {
    this.#indicator.push(candle);
    this.closed.push(this.#indicator.outputs);
    this.#pushed++;
    this.#liveVersion = -1;
  }
}
