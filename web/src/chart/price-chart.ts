/**
 * The chart itself, outside React: candles, price lines of alerts that can be dragged, marks of firings. Everything it shows
 * is handed in; what the user does with it is told through `ChartEvents`.
 */
import {
  CandlestickSeries,
  ColorType,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { PriceScale } from '../../../src/market/instrument.ts';
import { roundToPoint } from '../format/price.ts';
import { formatDayMinute } from '../format/time.ts';
import { MOST_CANDLES, type ChartCandle } from './candle-series.ts';
import { chartClock } from './chart-time.ts';
import { readChartColours, type ChartColours } from './chart-colours.ts';
import { IndicatorPlots, type IndicatorPlot } from './indicator-plots.ts';
import { marksOf, type Firing } from './firing-markers.ts';
import { labelledKeys } from './level-labels.ts';
import { LevelDrag } from './level-drag.ts';

export interface ChartLevel {
  readonly key: string;
  readonly price: number;
  readonly title: string;
  /** `draft`: of the alert in the editor; `paused` is drawn fainter. */
  readonly look: 'armed' | 'paused' | 'draft';
  readonly movable: boolean;
}

/** A level was dropped at `price`. `putBack` draws the line where it was: for a move that is refused. */
export type MoveLevel = (key: string, price: number, putBack: () => void) => void;

/** What is in sight, counted in candles. */
export interface ChartView {
  /** Candles left of it; negative where nothing is left. */
  readonly older: number;
  readonly width: number;
  readonly hasNewest: boolean;
}

interface ChartEvents {
  readonly view: (view: ChartView) => void;
  readonly hover: (candle: ChartCandle | null) => void;
  readonly openEvent: (id: string) => void;
  readonly moveLevel: MoveLevel;
}

interface ChartScale extends PriceScale {
  readonly timeframe: string;
  readonly zone: string;
  /** Tells these candles from others: instrument, timeframe and price. */
  readonly series: string;
}

/** Where the view stands: the width of a candle, and how many lie between the newest and the right edge. */
interface Place {
  readonly spacing: number;
  readonly position: number;
}

/** Candles beyond MOST_CANDLES that may be appended before the oldest go: not at every one. */
const SLACK = 1_000;
const RIGHT_OFFSET = 6;
const BAR_SPACING = 7;

export class PriceChart {
  readonly #events: ChartEvents;
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  readonly #marks: ISeriesMarkersPluginApi<Time>;
  readonly #drag: LevelDrag;
  readonly #plots: IndicatorPlots;
  #price: IPriceLine | null = null;
  #moving: Place | null = null;
  #frame = 0;
  readonly #lines = new Map<string, { line: IPriceLine; level: ChartLevel }>();
  #colours: ChartColours;
  #scale: PriceScale = { digits: 5, pip: 0.0001 };
  #time = chartClock('M5', 'UTC');
  #seriesName = '';
  #candles: ChartCandle[] = [];
  #firings: { events: readonly Firing[]; dryRun: readonly Firing[] } = { events: [], dryRun: [] };

  constructor(container: HTMLElement, events: ChartEvents) {
    this.#events = events;
    this.#colours = readChartColours();
    this.#chart = createChart(container, {
      autoSize: true,
      crosshair: { mode: CrosshairMode.Normal },
      // The required mention of the library stands on the settings page.
      layout: { attributionLogo: false },
      localization: { timeFormatter: crosshairTime },
      timeScale: {
        timeVisible: true,
        secondsVisible: false,
        rightOffset: RIGHT_OFFSET,
        barSpacing: BAR_SPACING,
        minBarSpacing: 0.5,
      },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.08 } },
    });
    this.#series = this.#chart.addSeries(CandlestickSeries, {
      borderVisible: true,
      // Its label is of the last candle in sight, which scrolled back is not the present price: see #drawPrice.
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#plots = new IndicatorPlots(this.#chart, this.#colours);
    this.#marks = createSeriesMarkers(this.#series, []);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#tellView());
    this.#chart.subscribeCrosshairMove((at) => events.hover(this.#candleOf(at)));
    this.#chart.subscribeClick((at) => {
      if (typeof at.hoveredObjectId === 'string') events.openEvent(at.hoveredObjectId);
    });
    this.#drag = new LevelDrag(container, {
      grab: (y) => this.#movableAt(y),
      priceAt: (y) => this.priceAt(y),
      preview: (key, price) => this.#lines.get(key)?.line.applyOptions({ price }),
      drop: (key, price) => events.moveLevel(key, price, () => this.#putBack(key)),
      putBack: (key) => this.#putBack(key),
    });
    this.recolour();
  }

  setScale(scale: ChartScale): void {
    this.#scale = scale;
    this.#time = chartClock(scale.timeframe, scale.zone);
    this.#seriesName = scale.series;
    this.#series.applyOptions({
      priceFormat: { type: 'price', precision: scale.digits, minMove: 10 ** -scale.digits },
    });
  }

  candles(): readonly ChartCandle[] {
    return this.#candles;
  }

  /** Replaces all candles. What is in sight stays there where they begin earlier than before. */
  setCandles(candles: readonly ChartCandle[]): void {
    this.#candles = [...candles];
    this.#plots.clear();
    this.#series.setData(this.#candles.map((candle) => this.#bar(candle)));
    this.#standPlots();
    this.#plots.redraw();
    this.#drawPrice();
    this.#drawMarks();
    this.#label();
  }

  /** At the zoom one starts with. */
  showNewest(): void {
    // Not laid out yet, it starts like this anyway.
    if (this.#chart.timeScale().width() > 0)
      this.#move(() => ({ spacing: BAR_SPACING, position: RIGHT_OFFSET }));
    this.#chart.priceScale('right').applyOptions({ autoScale: true });
  }

  /** By a part of what is in sight, back where it is negative. */
  scrollBy(part: number): void {
    this.#move(({ spacing, position }) => ({ spacing, position: position + this.#placesAt(spacing) * part }));
  }

  /** The right edge stays where it is. */
  zoomBy(factor: number): void {
    this.#move(({ spacing, position }) => ({ spacing: spacing * factor, position }));
  }

  scrollToOldest(): void {
    this.#move(({ spacing }) => ({ spacing, position: this.#placesAt(spacing) - this.#candles.length }));
  }

  scrollToNewest(): void {
    this.#move(({ spacing }) => ({ spacing, position: RIGHT_OFFSET }));
  }

  /** The library moves at the next frame. Until then the next move is reckoned from the one before, so that fast keys all count. */
  #move(next: (from: Place) => Place): void {
    const time = this.#chart.timeScale();
    const from = this.#moving ?? { spacing: time.options().barSpacing, position: time.scrollPosition() };
    const to = next(from);
    if (to.spacing !== from.spacing) time.applyOptions({ barSpacing: to.spacing });
    if (to.position !== from.position) time.scrollToPosition(to.position, false);
    if (this.#moving === null)
      this.#frame = requestAnimationFrame(() => {
        this.#moving = null;
        this.#tellView();
      });
    this.#moving = to;
  }

  /** How many candles have place in sight. */
  #placesAt(spacing: number): number {
    return this.#chart.timeScale().width() / spacing;
  }

  #tellView(): void {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (range === null || this.#moving !== null) return;
    const hasNewest = range.to >= this.#candles.length - 1;
    this.#events.view({ older: range.from, width: range.to - range.from, hasNewest });
  }

  /** Updates the last candle, or appends one. */
  put(candle: ChartCandle): void {
    const last = this.#candles.at(-1);
    if (last !== undefined && candle.at < last.at) return;
    if (last?.at === candle.at) this.#candles[this.#candles.length - 1] = candle;
    else this.#candles.push(candle);
    if (this.#candles.length > MOST_CANDLES + SLACK) this.setCandles(this.#candles.slice(-MOST_CANDLES));
    else this.#series.update(this.#bar(candle));
    this.#drawPrice();
  }

  /** Lines that stay are left alone: one under the pointer must not jump because another alert changed. */
  setLevels(levels: readonly ChartLevel[]): void {
    const wanted = new Map(levels.map((level) => [level.key, level]));
    for (const [key, { line, level }] of this.#lines) {
      const next = wanted.get(key);
      if (next !== undefined && next.title === level.title && next.look === level.look) continue;
      this.#series.removePriceLine(line);
      this.#lines.delete(key);
    }
    for (const level of wanted.values()) {
      if (this.#lines.has(level.key)) continue;
      const line = this.#series.createPriceLine({
        price: level.price,
        color: level.look === 'paused' ? this.#colours.faint : this.#colours.accent,
        lineWidth: 1,
        lineStyle: level.look === 'draft' ? LineStyle.Solid : LineStyle.Dashed,
        axisLabelVisible: false,
        axisLabelTextColor: this.#colours.onAccent,
      });
      this.#lines.set(level.key, { line, level });
    }
    this.#label();
  }

  #label(): void {
    const levels = [...this.#lines.values()].map(({ level }) => level);
    const labelled = labelledKeys(levels, this.#candles.at(-1)?.close ?? null);
    for (const [key, { line, level }] of this.#lines) {
      const axisLabelVisible = labelled.has(key);
      if (line.options().axisLabelVisible === axisLabelVisible) continue;
      line.applyOptions({ axisLabelVisible, title: axisLabelVisible ? level.title : '' });
    }
  }

  /** The values stand until `removeIndicator`, or the next of the same indicator. */
  setIndicator(plot: IndicatorPlot): void {
    this.#standPlots();
    this.#plots.show(plot);
  }

  removeIndicator(indicator: string): void {
    this.#plots.remove(indicator);
  }

  setFirings(events: readonly Firing[], dryRun: readonly Firing[]): void {
    this.#firings = { events, dryRun };
    this.#drawMarks();
  }

  /** Price under a point of the chart, as the instrument quotes it; null outside, as in the pane of an indicator. */
  priceAt(y: number): number | null {
    if (!this.#isOverCandles(y)) return null;
    const price = this.#series.coordinateToPrice(y);
    return price === null ? null : roundToPoint(price, this.#scale);
  }

  recolour(): void {
    const colours = (this.#colours = readChartColours());
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colours.panel },
        textColor: colours.muted,
        panes: { separatorColor: colours.line, separatorHoverColor: colours.raised },
        fontFamily: colours.font,
        fontSize: 11,
      },
      grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
      crosshair: {
        vertLine: { color: colours.faint, labelBackgroundColor: colours.raised },
        horzLine: { color: colours.faint, labelBackgroundColor: colours.raised },
      },
      timeScale: { borderColor: colours.line },
      rightPriceScale: { borderColor: colours.line },
    });
    this.#series.applyOptions({
      upColor: colours.panel,
      downColor: colours.down,
      borderUpColor: colours.up,
      borderDownColor: colours.down,
      wickUpColor: colours.up,
      wickDownColor: colours.down,
    });
    this.#price?.applyOptions({ color: colours.raised });
    this.#plots.recolour(colours);
    const levels = [...this.#lines.values()].map(({ level }) => level);
    this.setLevels([]);
    this.setLevels(levels);
    this.#drawMarks();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#drag.stop();
    this.#chart.remove();
  }

  #bar({ at, open, high, low, close }: ChartCandle) {
    return { time: this.#time(at) as UTCTimestamp, open, high, low, close };
  }

  #candleOf(at: MouseEventParams): ChartCandle | null {
    return at.logical === undefined ? null : (this.#candles[at.logical] ?? null);
  }

  #putBack(key: string): void {
    const shown = this.#lines.get(key);
    shown?.line.applyOptions({ price: shown.level.price });
  }

  #movableAt(y: number): string | null {
    if (!this.#isOverCandles(y)) return null;
    for (const [key, { level, line }] of this.#lines) {
      const at = this.#series.priceToCoordinate(line.options().price);
      if (level.movable && at !== null && Math.abs(at - y) <= 5) return key;
    }
    return null;
  }

  #isOverCandles(y: number): boolean {
    return y <= (this.#chart.panes()[0]?.getHeight() ?? 0);
  }

  /** On the candles as they are now: quotes may have opened some since. */
  #standPlots(): void {
    const opens = this.#candles.map(({ at }) => at);
    this.#plots.standOn({ series: this.#seriesName, opens, time: this.#time });
  }

  /** The present price, wherever one looks. */
  #drawPrice(): void {
    const price = this.#candles.at(-1)?.close;
    if (price === undefined) return;
    this.#price ??= this.#series.createPriceLine({
      price,
      color: this.#colours.raised,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
    });
    this.#price.applyOptions({ price });
  }

  #drawMarks(): void {
    const opens = this.#candles.map((candle) => candle.at);
    const draw = (firings: readonly Firing[], look: Partial<SeriesMarker<Time>>): SeriesMarker<Time>[] =>
      marksOf(opens, firings).map(
        ({ candle, count, event }) =>
          ({
            time: this.#time(opens[candle] ?? 0) as UTCTimestamp,
            text: count > 1 ? `×${count}` : '',
            ...(event === null ? {} : { id: event }),
            ...look,
          }) as SeriesMarker<Time>,
      );
    const marks = [
      ...draw(this.#firings.events, {
        position: 'aboveBar',
        shape: 'arrowDown',
        color: this.#colours.accent,
      }),
      ...draw(this.#firings.dryRun, {
        position: 'belowBar',
        shape: 'circle',
        color: this.#colours.info,
        size: 0.7,
      }),
    ];
    this.#marks.setMarkers(marks.sort((a, b) => Number(a.time) - Number(b.time)));
  }
}

/** `11-24 09:55`: chart times are shifted to the user's zone already, so they are read as UTC. */
function crosshairTime(time: Time): string {
  return typeof time === 'number' ? formatDayMinute(time * 1000, 'UTC') : '';
}
