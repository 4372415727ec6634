/** Time for components: the wall clock, and the market's clock, which a simulated or replayed market keeps for itself. */
import { useEffect, useState } from 'react';
import { useStatus } from '../api/queries.ts';

/** Smaller differences are latency, not another clock. */
const SAME_CLOCK_MS = 5_000;

export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}

export interface MarketClock {
  readonly now: number;
  /** The market runs on a clock of its own. */
  readonly ownClock: boolean;
}

export function useMarketClock(everyMs: number): MarketClock {
  const now = useNow(everyMs);
  const { data, dataUpdatedAt } = useStatus();
  const marketTime = data?.marketTime ?? null;
  const behind = marketTime === null ? 0 : Date.parse(marketTime) - dataUpdatedAt;
  // A silent market (a weekend) does not move its time; only a simulated one has a clock of its own.
  const ownClock = data?.feed.simulated === true && Math.abs(behind) > SAME_CLOCK_MS;
  return { now: ownClock ? now + behind : now, ownClock };
}
