/** From one value to another in percent of the first; unknown from zero. */
export function percentChange(from: number, to: number): number {
  return from === 0 ? NaN : (100 * (to - from)) / from;
}
