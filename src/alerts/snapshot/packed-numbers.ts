/** Numbers as JSON can hold them: NaN, the infinities and -0 as words, everything else as itself (exact both ways). */
export type PackedNumber = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

export function packNumber(value: number): PackedNumber {
  if (value - value === 0 && value !== 0) return value;
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '-Infinity';
  return Object.is(value, -0) ? '-0' : value;
}

/** By hand: there are millions of them. */
export function packNumbers(values: ArrayLike<number>): PackedNumber[] {
  const packed: PackedNumber[] = [];
  for (let i = 0; i < values.length; i++) packed.push(packNumber(values[i] as number));
  return packed;
}

export function unpackNumbers(packed: readonly PackedNumber[]): number[] {
  return packed.map(Number);
}
