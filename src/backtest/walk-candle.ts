/**
 * A candle as the ticks it may have been made of, for times whose ticks are not kept. An approximation: open, then the extreme away
 * from the close, then the other one, then the close, at equal distances in time. What happened between is not known, so a condition
 * on ticks may fire here at another instant of the candle, more often or less often than it did; one on closed candles of this
 * timeframe or longer ones sees open, high, low, close and volume exactly.
 */
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';

/** Candles of one period on bid and ask. Without an ask the spread is taken as nothing. */
export interface QuotedCandle {
  readonly instrument: InstrumentId;
  readonly bid: Candle;
  readonly ask: Candle | null;
}

export function walkCandle({ instrument, bid, ask }: QuotedCandle): readonly Tick[] {
  const last = bid.closesAt - bid.at - 1;
  const asked = ask ?? bid;
  const at = (corner: number, price: number, askPrice: number): Tick => ({
    instrument,
    bid: price as Tick['bid'],
    ask: Math.max(price, askPrice) as Tick['ask'],
    at: (bid.at + Math.floor((last * corner) / 3)) as EpochMs,
    volume: bid.volume / 4,
  });
  const open = at(0, bid.open, asked.open);
  const close = at(3, bid.close, asked.close);
  return bid.close >= bid.open
    ? [open, at(1, bid.low, asked.low), at(2, bid.high, asked.high), close]
    : [open, at(1, bid.high, asked.high), at(2, bid.low, asked.low), close];
}
