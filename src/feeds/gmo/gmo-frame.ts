/** One WebSocket frame, or one row of /ticker, to what it means. Pure; never throws. */
import type { EpochMs, InstrumentId, Price } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import type { FeedReject } from '../feed.ts';
import { ErrorFrame, Quote } from './gmo-schema.ts';

export type GmoMessage =
  | { readonly type: 'quote'; readonly symbol: string; readonly open: boolean; readonly tick: Tick }
  | { readonly type: 'error'; readonly text: string }
  | { readonly type: 'reject'; readonly reject: FeedReject };

export function readFrame(text: string, instruments: InstrumentTable): GmoMessage {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return reject('not-json', text);
  }
  const error = ErrorFrame.safeParse(raw);
  if (error.success) return { type: 'error', text: error.data.error };
  return readQuote(raw, instruments, text);
}

/** `text` is quoted in a reject. */
export function readQuote(
  raw: unknown,
  instruments: InstrumentTable,
  text = JSON.stringify(raw) ?? 'undefined',
): GmoMessage {
  if (typeof raw !== 'object' || raw === null || !('symbol' in raw)) return reject('unknown-frame', text);
  const parsed = Quote.safeParse(raw);
  if (!parsed.success) return reject('bad-field', text);
  const { symbol, bid, ask, timestamp, status } = parsed.data;
  const instrument = instrumentOf(symbol, instruments);
  if (instrument === null) return reject('unknown-instrument', text);
  const tick: Tick = { instrument, bid: bid as Price, ask: ask as Price, at: timestamp as EpochMs };
  return { type: 'quote', symbol, open: status === 'OPEN', tick };
}

/** `USD_JPY` is USDJPY. */
export function instrumentOf(symbol: string, instruments: InstrumentTable): InstrumentId | null {
  return instruments.get(symbol.replace('_', ''))?.id ?? null;
}

function reject(reason: FeedReject['reason'], text: string): GmoMessage {
  return { type: 'reject', reject: { reason, text: text.slice(0, 200) } };
}
