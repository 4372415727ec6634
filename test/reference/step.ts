/** What the reference looks at: one instant, and what happens in it. */
/** An instant at which something can change: a tick, candle ends, or a timer of a condition. */
export interface Step {
  readonly at: number;
  /** Index of the last accepted tick at or before this step; the standing quotes are those up to here. */
  readonly tick: number;
  readonly ticked: string | null;
  /** Closes that happen here: keys of their series. */
  readonly closed: ReadonlySet<string>;
}
