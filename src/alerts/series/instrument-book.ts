/**
 * Everything the engine knows of one instrument: the standing quote, its candles on bid, ask and mid, and who watches its ticks.
 *
 * The nine standard timeframes are always kept, on all three bases; others only while somebody reads them. Candles end by market
 * time (`closeDue`), never by the next tick. Cost per tick: three M1 candles touched.
 */
import type { CandleSource } from '../../conditions/resolved.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { Candle } from '../../market/candle.ts';
import type { Period } from '../../market/fx-time.ts';
import { type Instrument, pointsPerUnit, quantaPerUnit, quantise } from '../../market/instrument.ts';
import { periodOf } from '../../market/periods.ts';
import { QuoteFilter } from '../../market/quote-filter.ts';
import { midOf, PRICE_BASES, type PriceBasis, priceOn, spreadOf, type Tick } from '../../market/tick.ts';
import { STANDARD_TIMEFRAMES, timeframe } from '../../market/timeframe.ts';
import type { Changes } from '../evaluation/changes.ts';
import type { Moment, Sampler, Watcher } from '../evaluation/moment.ts';
import { LevelIndex } from '../levels/level-index.ts';
import { Series } from './series.ts';
import { standingParts } from './standing-parts.ts';

const MINUTE = timeframe('M1');
const STANDARD = new Set(STANDARD_TIMEFRAMES);

export type QuoteField = 'bid' | 'ask' | 'mid' | 'spread';
export const QUOTE_FIELDS: readonly QuoteField[] = ['bid', 'ask', 'mid', 'spread'];

/** M1 first, then by length, so that what closes together is reported in that order. */
class SeriesOfBasis {
  readonly basis: PriceBasis;
  readonly minutes: Series;
  longer: Series[];

  constructor(instrument: Instrument, basis: PriceBasis, isLean: boolean) {
    const source = (name: string): CandleSource => ({ instrument: instrument.id, basis, timeframe: name });
    this.basis = basis;
    this.minutes = new Series(source('M1'), null);
    const names = isLean ? [] : STANDARD_TIMEFRAMES.filter((name) => name !== 'M1');
    this.longer = names.map((name) => new Series(source(name), this.minutes));
  }
}

export class InstrumentBook {
  readonly instrument: Instrument;
  readonly filter: QuoteFilter;
  readonly quanta: number;
  readonly pointsPerUnit: number;
  readonly watchers = new Set<Watcher>();
  readonly samplers = new Set<Sampler>();
  bid = NaN;
  ask = NaN;
  lastAt = -Infinity as EpochMs;
  /** Changes whenever a price or a candle changes. */
  version = 0;
  /** The next instant at which a candle ends; Infinity while none is forming. */
  nextCloseAt = Infinity;
  readonly #bid: SeriesOfBasis;
  readonly #ask: SeriesOfBasis;
  readonly #mid: SeriesOfBasis;
  readonly #bases: readonly SeriesOfBasis[];
  readonly #isLean: boolean;
  readonly #changes: Changes;
  readonly #levels: (LevelIndex | null)[] = [null, null, null, null];

  /** `isLean`: only series that are read are kept, instead of every standard one. */
  constructor(
    instrument: Instrument,
    { isLean, changes }: { readonly isLean: boolean; readonly changes: Changes },
  ) {
    this.#isLean = isLean;
    this.#changes = changes;
    this.instrument = instrument;
    this.quanta = quantaPerUnit(instrument);
    this.pointsPerUnit = pointsPerUnit(instrument);
    this.filter = new QuoteFilter(instrument);
    [this.#bid, this.#ask, this.#mid] = [
      new SeriesOfBasis(instrument, 'bid', isLean),
      new SeriesOfBasis(instrument, 'ask', isLean),
      new SeriesOfBasis(instrument, 'mid', isLean),
    ];
    this.#bases = PRICE_BASES.map((basis) => this.#of(basis));
  }

  value(field: QuoteField): number {
    if (field === 'bid') return this.bid;
    if (field === 'ask') return this.ask;
    if (field === 'mid') return midOf(this.bid, this.ask, this.pointsPerUnit);
    return spreadOf(this.bid, this.ask, this.pointsPerUnit);
  }

  /** The new standing quote. Candles that ended by `marketTime` are not opened again: such a tick is in no candle. */
  update(tick: Tick, marketTime: EpochMs): void {
    const { bid, ask, at, volume = 1 } = tick;
    this.bid = bid;
    this.ask = ask;
    this.lastAt = at;
    this.version++;
    const minute = this.#bid.minutes.forming;
    if (minute.isEmpty && !this.#openMinute(at, marketTime)) return;
    if (at < minute.at) return;
    minute.trade(bid, volume);
    this.#ask.minutes.forming.trade(ask, volume);
    this.#mid.minutes.forming.trade(midOf(bid, ask, this.pointsPerUnit), volume);
  }

  /** A tick older than the last one: it may widen the open M1 candle of its time, and nothing else. */
  stretch(tick: Tick): void {
    const { bid, ask, at } = tick;
    const minute = this.#bid.minutes.forming;
    if (minute.isEmpty || at < minute.at || at >= minute.closesAt) return;
    minute.stretch(bid);
    this.#ask.minutes.forming.stretch(ask);
    this.#mid.minutes.forming.stretch(midOf(bid, ask, this.pointsPerUnit));
    this.version++;
  }

  /** A tick among those of one whole candle, of `M1` or longer, inside which nobody looks: only series that are read take it. */
  updateWithin(tick: Tick, isMinute: boolean): void {
    const { bid, ask, at, volume = 1 } = tick;
    this.bid = bid;
    this.ask = ask;
    this.lastAt = at;
    this.version++;
    for (const { basis, minutes, longer } of this.#bases) {
      if (longer.length === 0 && !(isMinute && minutes.isRead)) continue;
      const traded = priceOn(basis, tick, this.pointsPerUnit);
      if (isMinute) {
        if (minutes.forming.isEmpty) this.#begin(minutes, at);
        minutes.forming.trade(traded, volume);
      }
      for (const series of longer) {
        if (series.forming.isEmpty) this.#begin(series, at);
        if (!isMinute) series.forming.trade(traded, volume);
      }
    }
  }

  #begin(series: Series, at: EpochMs): void {
    if (at < series.forming.closesAt) return;
    series.forming.begin(periodOf(series.timeframe, at));
    if (series.forming.closesAt < this.nextCloseAt) this.nextCloseAt = series.forming.closesAt;
  }

  /** Ends every candle whose end is at or before `instant`: all M1 first, then what is rolled up from them. */
  closeDue(instant: EpochMs, closed: (series: Series, candle: Candle) => void): void {
    this.#changes.beforeMarket(this.instrument.id);
    this.version++;
    this.nextCloseAt = Infinity;
    for (const { minutes, longer } of this.#bases) {
      if (!minutes.forming.isEmpty && minutes.forming.closesAt <= instant) {
        const candle = minutes.close() as Candle;
        for (const series of longer) series.forming.append(candle);
        closed(minutes, candle);
      } else this.#expect(minutes);
      for (const series of longer) {
        if (series.forming.isEmpty) continue;
        if (series.forming.closesAt > instant) {
          this.#expect(series);
          continue;
        }
        const candle = series.close();
        if (candle !== null) closed(series, candle);
      }
    }
  }

  find(basis: PriceBasis, name: string): Series | null {
    if (name === 'M1') return this.#of(basis).minutes;
    return this.#of(basis).longer.find((series) => series.source.timeframe === name) ?? null;
  }

  isStandard(series: Series): boolean {
    return !this.#isLean && STANDARD.has(series.source.timeframe);
  }

  /**
   * Begins a series of another timeframe, from the candles that are still known. What ended by `marketTime` is closed already: left to
   * `closeDue`, it would end a second time in the past, before whoever began the series.
   */
  addSeries(source: CandleSource, marketTime: EpochMs): Series {
    this.#changes.beforeMarket(this.instrument.id);
    const of = this.#of(source.basis);
    const series = new Series(source, of.minutes);
    const { parts, isWhole } = standingParts(series.timeframe, of);
    const [first] = parts;
    const { forming } = of.minutes;
    if (first !== undefined && !isWhole) {
      const { at, closesAt } = periodOf(series.timeframe, first.at);
      if (at < first.at) series.incompleteUntil = closesAt;
    }
    series.rollUp(parts);
    series.closeEnded(marketTime);
    if (!forming.isEmpty) series.catchUp(forming.at);
    of.longer.push(series);
    of.longer.sort((a, b) => a.timeframe.minutes - b.timeframe.minutes);
    if (!series.forming.isEmpty) this.#expect(series);
    return series;
  }

  removeSeries(series: Series): void {
    this.#changes.beforeMarket(this.instrument.id);
    const of = this.#of(series.source.basis);
    of.longer = of.longer.filter((other) => other !== series);
  }

  /** Closed candles from outside: see LogEntry. What they make whole of the past closes here, without telling anybody. */
  addHistory(source: CandleSource, candles: readonly Candle[], marketTime: EpochMs): void {
    this.#changes.beforeMarket(this.instrument.id);
    const of = this.#of(source.basis);
    const { minutes: length } = timeframe(source.timeframe);
    this.version++;
    const series = this.find(source.basis, source.timeframe) ?? this.addSeries(source, marketTime);
    series.addHistory(candles);
    for (const longer of of.longer) {
      if (longer.timeframe.minutes <= length) continue;
      for (const candle of candles) longer.complete(candle);
      // A gap can begin and end a period that nobody traded in: it is of the past too.
      longer.closeEnded(marketTime);
    }
    for (const longer of of.longer) if (!longer.forming.isEmpty) this.#expect(longer);
  }

  levels(field: QuoteField): LevelIndex {
    return (this.#levels[QUOTE_FIELDS.indexOf(field)] ??= new LevelIndex(
      quantise(this.value(field), this.quanta),
    ));
  }

  /** Nobody watches a level of that field any more. */
  dropLevels(field: QuoteField): void {
    this.#levels[QUOTE_FIELDS.indexOf(field)] = null;
  }

  moveLevels(moment: Moment): void {
    const [bid, ask, mid, spread] = this.#levels;
    const { quanta } = this;
    bid?.move(Math.round(this.bid * quanta), moment);
    ask?.move(Math.round(this.ask * quanta), moment);
    mid?.move(Math.round(this.value('mid') * quanta), moment);
    spread?.move(Math.round(this.value('spread') * quanta), moment);
  }

  /** In the order in which candles that close together are reported. */
  *allSeries(): Generator<Series> {
    for (const { minutes, longer } of this.#bases) {
      yield minutes;
      yield* longer;
    }
  }

  /** After a restore: when the next candle ends. */
  expectAll(): void {
    this.nextCloseAt = Infinity;
    for (const series of this.allSeries()) if (!series.forming.isEmpty) this.#expect(series);
  }

  #of(basis: PriceBasis): SeriesOfBasis {
    return basis === 'bid' ? this.#bid : basis === 'ask' ? this.#ask : this.#mid;
  }

  #openMinute(at: EpochMs, marketTime: EpochMs): boolean {
    const period: Period = periodOf(MINUTE, at);
    if (period.closesAt <= marketTime) return false;
    for (const { minutes, longer } of this.#bases) {
      minutes.forming.begin(period);
      for (const series of longer) series.begin(at);
    }
    this.nextCloseAt = Math.min(this.nextCloseAt, period.closesAt);
    return true;
  }

  #expect(series: Series): void {
    if (!series.forming.isEmpty && series.forming.closesAt < this.nextCloseAt)
      this.nextCloseAt = series.forming.closesAt;
  }
}
