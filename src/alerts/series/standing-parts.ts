/**
 * What a series that begins now can be rolled up from. For most it is the M1 candles still known. A session is longer than those reach
 * back: it is made of the longest standing candles that end where it does, and of M1 after them.
 */
import type { Candle } from '../../market/candle.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Series } from './series.ts';

interface StandingParts {
  /** Oldest first, without overlap. */
  readonly parts: readonly Candle[];
  /** Whether nothing came before the first of them. */
  readonly isWhole: boolean;
}

export function standingParts(
  timeframe: Timeframe,
  { minutes, longer }: { readonly minutes: Series; readonly longer: readonly Series[] },
): StandingParts {
  const recent = minutes.recent(minutes.closed.length);
  const coarse = timeframe.unit === 'session' ? partOf(timeframe, longer) : null;
  if (coarse === null) return { parts: recent, isWhole: minutes.closes === recent.length };
  const parts = coarse.recent(coarse.closed.length);
  const end = parts.at(-1)?.closesAt ?? -Infinity;
  return {
    parts: [...parts, ...recent.filter((candle) => candle.at >= end)],
    isWhole: coarse.closes === parts.length && minutes.closes === recent.length,
  };
}

/** The longest up to an hour of which both ends of the session are ends. */
function partOf(
  { hours }: Extract<Timeframe, { readonly unit: 'session' }>,
  longer: readonly Series[],
): Series | null {
  const fits = ({ timeframe }: Series): boolean =>
    timeframe.unit === 'minute' &&
    timeframe.minutes <= 60 &&
    60 % timeframe.minutes === 0 &&
    hours.opensMinute % timeframe.minutes === 0 &&
    hours.closesMinute % timeframe.minutes === 0;
  return longer.filter(fits).at(-1) ?? null;
}
