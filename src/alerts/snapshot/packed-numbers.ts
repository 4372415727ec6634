/** Numbers as JSON can hold them: NaN, the infinities and -0 as words, everything else as itself (exact both ways). */
export type PackedNumber = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

export function packNumber(value: number): PackedNumber {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  return Object.is(value, -0) ? '-0' : value;
}

export function packNumbers(values: Iterable<number>): PackedNumber[] {
  return Array.from(values, packNumber);
}

export function unpackNumbers(packed: readonly PackedNumber[]): number[] {
  return packed.map(Number);
}
