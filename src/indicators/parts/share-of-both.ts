/** What one of two amounts has of both, in percent; 50 while there is none of either. */
export function shareOfBoth(one: number, other: number): number {
  const both = one + other;
  return both === 0 ? 50 : (100 * one) / both;
}
