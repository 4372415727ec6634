/** The path of a small line over `values`, fitted into the box; null where there is nothing to draw. */
export function sparkPath(values: readonly number[], box: { width: number; height: number }): string | null {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  const step = box.width / (values.length - 1);
  return values
    .map((value, i) => {
      const y = range === 0 ? box.height / 2 : box.height - ((value - low) / range) * box.height;
      return `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
