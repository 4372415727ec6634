/** A number that a condition reads. NaN is unknown. */
import type { Series } from '../series/series.ts';

export interface Value {
  /** At this step. */
  now(): number;
  /** As it was at the close `back` closed candles ago (0: the last one) of the source it was compiled for; NaN without one. */
  asOf(back: number): number;
}

/** Look-back over closed candles of `source`: the value is asked as of up to `count` of its closes. */
export interface LookBack {
  readonly source: Series;
  readonly count: number;
}

/** An operand, its value, and why that may be unknown. */
export interface Operand {
  readonly text: string;
  readonly value: Value;
  /** Closed candles still missing; null when it is a quote that is missing. */
  missing(): number | null;
}
