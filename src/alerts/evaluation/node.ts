/**
 * A compiled condition or part of one. The node is shared by all alerts of equal text; what belongs to one armed alert (the side of
 * a crossing, the start of a hold) lies in that alert's `state`, at places the node took when it was compiled. NaN there is "not yet".
 */
import type { Moment } from './moment.ts';
import type { Truth } from './truth.ts';

export interface Node {
  /** Has to see every step of the clock, because it remembers. */
  readonly isStateful: boolean;
  truth(state: Float64Array, moment: Moment): Truth;
}
