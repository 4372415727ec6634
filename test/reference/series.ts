/** Candles and indicator values of the reference evaluator, computed in one go from the whole list of ticks. */
import type { CandleSource, Expression } from '../../src/conditions/resolved.ts';
import type { Candle } from '../../src/market/candle.ts';
import type { EpochMs } from '../../src/kernel/units.ts';
import { periodOf } from '../../src/market/periods.ts';
import type { Period } from '../../src/market/fx-time.ts';
import { sessionWindow } from '../../src/market/session.ts';
import { timeframe } from '../../src/market/timeframe.ts';
import type { Tick } from '../../src/market/tick.ts';
import { CalendarBook } from './calendar-book.ts';
import { middleOf } from './quotes.ts';
import { oracle } from '../oracles/indicators.ts';

export const sourceKey = (source: CandleSource) => `${source.instrument} ${source.basis} ${source.timeframe}`;

type Series = Extract<Expression, { type: 'candle' | 'indicator' }>;

/** Ticks must be accepted ones (no rejects), in the order of time. */
export class Market {
  readonly ticks: readonly Tick[];
  readonly #candles = new Map<string, readonly Candle[]>();
  readonly #indicators = new Map<string, readonly (readonly number[])[]>();
  readonly #standing = new Map<string, Int32Array>();
  readonly calendar: CalendarBook;

  constructor(ticks: readonly Tick[], calendar = new CalendarBook(ticks[0]?.at ?? 0, ticks.at(-1)?.at ?? 0)) {
    this.ticks = ticks;
    this.calendar = calendar;
  }

  /** The quote that stands after tick number `upTo`. */
  quoteAt(instrument: string, upTo: number): { bid: number; ask: number } | null {
    let standing = this.#standing.get(instrument);
    if (standing === undefined) {
      standing = new Int32Array(this.ticks.length);
      let last = -1;
      this.ticks.forEach(
        (tick, index) => (standing![index] = tick.instrument === instrument ? (last = index) : last),
      );
      this.#standing.set(instrument, standing);
    }
    return upTo < 0 ? null : (this.ticks[standing[upTo]!] ?? null);
  }

  /** When the last tick up to number `upTo` came. */
  lastTickAt(instrument: string, upTo: number): number | null {
    for (let index = upTo; index >= 0; index--)
      if (this.ticks[index]!.instrument === instrument) return this.ticks[index]!.at;
    return null;
  }

  candles(source: CandleSource): readonly Candle[] {
    const key = sourceKey(source);
    const known = this.#candles.get(key);
    if (known !== undefined) return known;
    const { periodAt } = this.#frame(source);
    const candles: { -readonly [K in keyof Candle]: Candle[K] }[] = [];
    for (const tick of this.ticks) {
      if (tick.instrument !== source.instrument) continue;
      const price = source.basis === 'mid' ? middleOf(tick) : tick[source.basis];
      const current = candles.at(-1);
      if (current !== undefined && tick.at < current.closesAt) {
        current.high = Math.max(current.high, price);
        current.low = Math.min(current.low, price);
        current.close = price;
        current.volume += 1;
      } else {
        const period = periodAt(tick.at);
        if (period === null) continue;
        candles.push({
          ...period,
          open: price,
          high: price,
          low: price,
          close: price,
          volume: 1,
        });
      }
    }
    this.#candles.set(key, candles);
    return candles;
  }

  /** The period an instant lies in; null between two sessions. */
  #frame(source: CandleSource): { readonly periodAt: (at: EpochMs) => Period | null } {
    const frame = timeframe(source.timeframe);
    if (frame.unit !== 'session') return { periodAt: (at) => periodOf(frame, at) };
    const sessions = this.calendar.of(sessionWindow(frame.hours));
    return {
      periodAt(at) {
        const found = sessions.find(({ from, to }) => from <= at && at < to);
        return found === undefined ? null : { at: found.from as EpochMs, closesAt: found.to as EpochMs };
      },
    };
  }

  /** How many candles of the series have closed by `at`. */
  closedCount(source: CandleSource, at: number): number {
    const candles = this.candles(source);
    let low = 0;
    let high = candles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (candles[middle]!.closesAt <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  lastClosed(source: CandleSource, at: number): Candle | undefined {
    return this.candles(source)[this.closedCount(source, at) - 1];
  }

  /** The candle in progress, from the ticks up to number `upTo`. */
  forming(source: CandleSource, at: number, upTo: number): Candle | undefined {
    const candle = this.candles(source)[this.closedCount(source, at)];
    if (candle === undefined || candle.at > at) return undefined;
    let first = upTo + 1;
    while (first > 0 && this.ticks[first - 1]!.at >= candle.at) first--;
    const inside = this.ticks
      .slice(first, upTo + 1)
      .filter(({ instrument }) => instrument === source.instrument);
    return inside.length === 0 ? undefined : new Market(inside, this.calendar).candles(source)[0];
  }

  indicator(operand: Extract<Series, { type: 'indicator' }>): readonly (readonly number[])[] {
    const key = `${sourceKey(operand)} ${operand.indicator} ${JSON.stringify(operand.params)}`;
    const known = this.#indicators.get(key);
    if (known !== undefined) return known;
    const values = oracle(operand.indicator, operand.params, this.candles(operand));
    this.#indicators.set(key, values);
    return values;
  }

  closeInstants(sources: readonly CandleSource[]): readonly { at: EpochMs; series: Set<string> }[] {
    const closes = new Map<EpochMs, Set<string>>();
    for (const source of sources) {
      for (const { closesAt } of this.candles(source)) {
        const series = closes.get(closesAt) ?? new Set<string>();
        closes.set(closesAt, series.add(sourceKey(source)));
      }
    }
    return [...closes].map(([at, series]) => ({ at, series })).sort((a, b) => a.at - b.at);
  }
}

/** Value of a candle field or an indicator output at a step; NaN when unknown. */
export function valuesOf(market: Market, operand: Series, at: number, upTo: number): number {
  const closed = market.closedCount(operand, at);
  const forming = operand.live ? market.forming(operand, at, upTo) : undefined;
  // With `live`, [0] is the candle in progress and [1] the last closed one; while none is in progress [0] is unknown.
  const back = operand.live ? operand.offset - 1 : operand.offset;
  if (operand.live && back < 0) {
    if (forming === undefined) return NaN;
    if (operand.type === 'candle') return forming[operand.field];
    const peeked = oracle(operand.indicator, operand.params, [
      ...market.candles(operand).slice(0, closed),
      forming,
    ]);
    return peeked[operand.output]?.at(-1) ?? NaN;
  }
  const index = closed - 1 - back;
  if (index < 0) return NaN;
  if (operand.type === 'candle') return market.candles(operand)[index]![operand.field];
  return market.indicator(operand)[operand.output]?.[index] ?? NaN;
}
