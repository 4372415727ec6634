/** Candle files as GMO Coin serves them: cut at the New York roll, named by the Tokyo date, the running candle included. */
import type { EpochMs } from '../../src/kernel/units.ts';
import { fxDayOf, isMarketOpen } from '../../src/market/fx-time.ts';

const MINUTE = 60_000;
const TOKYO = 9 * 60 * MINUTE;
const LENGTHS: Readonly<Record<string, number>> = { '1min': 1, '5min': 5, '15min': 15, '1hour': 60 };

export interface FakeKline {
  readonly openTime: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** Null where the provider answers 404: the file has not begun. */
export function fakeKlines(
  query: { readonly interval: string; readonly date: string; readonly priceType: string },
  now: number,
): readonly FakeKline[] | null {
  const minutes = LENGTHS[query.interval];
  if (minutes === undefined) return yearKlines(query, now);
  const tokyoMidnight =
    Date.UTC(
      Number(query.date.slice(0, 4)),
      Number(query.date.slice(4, 6)) - 1,
      Number(query.date.slice(6)),
    ) - TOKYO;
  // Noon in Tokyo is always within the FX day that began that morning.
  const day = fxDayOf((tokyoMidnight + TOKYO + 3 * 60 * MINUTE) as EpochMs);
  if (day.at > now) return null;
  const klines: FakeKline[] = [];
  for (let at = day.at as number; at < Math.min(day.closesAt, now + 1); at += minutes * MINUTE) {
    if (at >= opening(day.at)) klines.push(kline(at, query.priceType));
  }
  return klines;
}

/** The week opens at 07:00 in Tokyo on Monday, in New York's summer an hour after the roll. */
function opening(dayAt: number): number {
  if (!isMarketOpen(dayAt as EpochMs)) return Infinity;
  const tokyo = new Date(dayAt + TOKYO);
  return tokyo.getUTCDay() === 1 && tokyo.getUTCHours() === 6 ? dayAt + 60 * MINUTE : dayAt;
}

/** Only days: what the tests ask of year files. */
function yearKlines(query: { readonly date: string; readonly priceType: string }, now: number): FakeKline[] {
  const klines: FakeKline[] = [];
  const end = Math.min(Date.UTC(Number(query.date) + 1, 0, 1), now);
  for (let at = Date.UTC(Number(query.date), 0, 1, 12); at < end; at += 1_440 * MINUTE) {
    const day = fxDayOf(at as EpochMs);
    if (isMarketOpen(day.at)) klines.push(kline(day.at, query.priceType));
  }
  return klines;
}

/** A price that is a function of time, so that a test can compute it again. */
export function fakeKlinePrice(at: number, priceType: string): number {
  return 140_000 + ((at / MINUTE) % 1_000) + (priceType === 'ASK' ? 3 : 0);
}

function kline(at: number, priceType: string): FakeKline {
  const points = fakeKlinePrice(at, priceType);
  const text = (value: number): string => (value / 1_000).toFixed(3);
  return {
    openTime: String(at),
    open: text(points),
    high: text(points + 6),
    low: text(points - 5),
    close: text(points + 1),
  };
}
