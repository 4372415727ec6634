/** Says at the start of a feed since when nobody has read prices of an open market. */
import type { BlindSpanStore, MarketHistory } from '../alerts/ports.ts';
import type { EpochMs } from '../kernel/units.ts';
import { isMarketOpen } from '../market/fx-time.ts';

/** As long as a feed may be silent before it counts as stale. */
const SHORTEST_MS = 15_000;
/** Longer than a weekend: the market was open in between. */
const WEEKEND_MS = 50 * 3_600_000;

export async function noteBlindTime(
  now: EpochMs,
  { history, blindSpans }: { readonly history: MarketHistory; readonly blindSpans: BlindSpanStore },
): Promise<void> {
  const quotes = await history.lastQuotes();
  if (quotes.length === 0) return;
  const last = Math.max(...quotes.map(({ at }) => at)) as EpochMs;
  const wasOpen = isMarketOpen(last) || isMarketOpen(now) || now - last > WEEKEND_MS;
  if (now - last > SHORTEST_MS && wasOpen) await blindSpans.add({ from: last, to: now, reason: 'no-feed' });
}
