/** What the benchmarks share: processor time, order statistics, and the lines of the table of goals. */

/** Of this process's own code: other work on the machine changes it little, though a shared cache does. Milliseconds. */
export function cpuMs(): number {
  return process.cpuUsage().user / 1_000;
}

/** Milliseconds of processor time. */
export function timed(work: () => void): number {
  const started = cpuMs();
  work();
  return cpuMs() - started;
}

export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Resident memory in MB, after a collection where the process may ask for one. */
export function residentMb(): number {
  for (let i = 0; i < 3; i++) (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1e6;
}

interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly figure: string;
  readonly isMet: boolean;
}

/** One line of the table that `bench/all.ts` prints. */
export function report({ what, goal, figure, isMet }: Goal): void {
  console.log(`| ${what} | ${goal} | ${figure} | ${isMet ? 'met' : 'missed'} |`);
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
