/**
 * A candle as the ticks it may have been made of, for times whose ticks are not kept. An approximation: open, then the extreme away
 * from the close, then the other one, then the close, at equal distances in time. What happened between is not known, so a condition
 * on ticks may fire here at another instant of the candle, more often or less often than it did; one on closed candles of this
 * timeframe or longer ones sees open, high, low and close exactly, and a volume of four ticks.
 */
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';

/** Candles of one period on bid and ask. Without an ask the spread is taken as nothing. */
interface QuotedCandle {
  readonly instrument: InstrumentId;
  readonly bid: Candle;
  readonly ask: Candle | null;
}

type Corner = 'open' | 'high' | 'low' | 'close';
const RISING: readonly Corner[] = ['open', 'low', 'high', 'close'];
const FALLING: readonly Corner[] = ['open', 'high', 'low', 'close'];

export function walkCandle({ instrument, bid, ask }: QuotedCandle): readonly Tick[] {
  const corners = bid.close >= bid.open ? RISING : FALLING;
  const last = bid.closesAt - bid.at - 1;
  return corners.map((corner, i) => ({
    instrument,
    bid: bid[corner] as Tick['bid'],
    ask: Math.max(bid[corner], (ask ?? bid)[corner]) as Tick['ask'],
    at: (bid.at + Math.floor((last * i) / 3)) as EpochMs,
  }));
}
