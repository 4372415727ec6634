/** A number that a condition reads. NaN is unknown. */
export interface Value {
  /** At this step. */
  now(): number;
  /** As it was at the close `back` closed candles ago (0: the last one) of the source it was compiled for; NaN without one. */
  asOf(back: number): number;
}
