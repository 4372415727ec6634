/**
 * The part of a move that goes further than the opposite one; NaN while either is unknown. Computed without a branch on which way the
 * price went, which no processor can foresee. Source: Wilder, 1978.
 */
export function directionalMovement(along: number, against: number): number {
  return ((Math.abs(along) + along) / 2) * Number(along > against) + 0 * against;
}
