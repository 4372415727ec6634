/** Lengths of time as people write them: `30s`, `5m`, `4h`, `2d`, `1.5h`. */
import type { DurationMs } from './units.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Null when it is none. */
export function parseDuration(text: string): DurationMs | null {
  const match = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h|d)$/.exec(text.trim());
  if (match === null) return null;
  return Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? NaN)) as DurationMs;
}

/** The shortest exact form: 90_000 is `90s`, 120_000 is `2m`. */
export function formatDuration(ms: DurationMs): string {
  for (const unit of ['d', 'h', 'm', 's']) {
    const length = UNITS[unit] ?? NaN;
    if (ms >= length && ms % length === 0) return `${ms / length}${unit}`;
  }
  return `${ms}ms`;
}
