/** `30s`, `5m`, `4h`, `2d` to milliseconds and back; `2 pips`, `0.5 atr` likewise. */
import type { Hysteresis } from '../../alerts/alert.ts';
import type { DurationMs } from '../../kernel/units.ts';
import { durationMs } from '../../kernel/units.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];
/** Ten years: longer is a mistake in typing, and keeps every sum of instants exact. */
const MAX_MS = 3_650 * 86_400_000;

/** Null where the text is no length up to ten years. */
export function parseDuration(text: string): DurationMs | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const unitMs = UNITS.find(([unit]) => unit === match?.[2])?.[1];
  if (unitMs === undefined) return null;
  const ms = Math.round(Number(match?.[1]) * unitMs);
  return ms <= MAX_MS ? durationMs(ms) : null;
}

/** In the largest unit that gives a whole number: 5400000 is `90m`. */
export function printDuration(ms: DurationMs): string {
  const [unit, unitMs] = UNITS.find(([, size]) => ms % size === 0 && ms >= size) ?? ['s', 1_000];
  return `${ms / unitMs}${unit}`;
}

/** Null where the text is none. */
export function parseHysteresis(text: string): Hysteresis | null {
  const match = /^(\d+(?:\.\d+)?)\s*(pips?|atr)$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || !Number.isFinite(amount)) return null;
  return { unit: match[2] === 'atr' ? 'atr' : 'pips', amount };
}

/** The amount without an exponent, which the pattern of the contract does not know. */
export function printHysteresis({ amount, unit }: Hysteresis): string {
  const text = String(amount).includes('e') ? amount.toFixed(20).replace(/\.?0+$/, '') : String(amount);
  return `${text} ${unit}`;
}
