/**
 * Candles as ticks, where the ticks of that time are not kept. Approximate on purpose and said so to users: each candle is walked from its
 * open over both extremes to its close, the nearer extreme in the direction against the candle first, at four instants spread over its
 * period. Highs and lows of bid and ask are taken as if they happened together; a bid above the ask is lifted onto it.
 */
import type { EpochMs, InstrumentId, Price } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';

export function walkCandle(instrument: InstrumentId, bid: Candle, ask: Candle): readonly Tick[] {
  const length = bid.closesAt - bid.at;
  const rising = bid.close >= bid.open;
  const path: readonly (readonly [share: number, field: 'open' | 'high' | 'low' | 'close'])[] = [
    [0, 'open'],
    [1 / 3, rising ? 'low' : 'high'],
    [2 / 3, rising ? 'high' : 'low'],
    [1, 'close'],
  ];
  return path.map(([share, field]) => ({
    instrument,
    bid: bid[field] as Price,
    ask: Math.max(ask[field], bid[field]) as Price,
    // The close is the last instant inside the candle.
    at: Math.min(Math.floor(bid.at + share * length), bid.closesAt - 1) as EpochMs,
  }));
}
