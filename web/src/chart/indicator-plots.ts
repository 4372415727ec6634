/**
 * The lines of indicators on the chart: prices over the candles, everything else in a pane of its own below. A point stands only where
 * a candle stands, so that candles and places of the chart stay the same thing. One indicator has one colour, its outputs differ in style.
 */
import {
  createTextWatermark,
  LineSeries,
  LineStyle,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  type LineData,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { ChartColours } from './chart-colours.ts';
import { lineOf, type IndicatorSeries } from './indicator-line.ts';

export interface IndicatorPlot extends IndicatorSeries {
  /** Which candles the values belong to: drawn only while the chart shows those. */
  readonly series: string;
  /** Which of the colours. */
  readonly slot: number;
}

/** What the lines stand on. */
interface PlotGround {
  readonly series: string;
  readonly opens: readonly number[];
  readonly time: (at: number) => number;
}

interface Drawn {
  readonly plot: IndicatorPlot;
  readonly lines: readonly ISeriesApi<'Line'>[];
}

/** In the order of the outputs; the legend shows the same. */
const STYLES = [
  LineStyle.Solid,
  LineStyle.Dashed,
  LineStyle.Dotted,
  LineStyle.LargeDashed,
  LineStyle.SparseDotted,
];
/** The pane of the candles against one of an indicator, beyond one for each of those. */
const CANDLES_STRETCH = 2;

export class IndicatorPlots {
  readonly #chart: IChartApi;
  readonly #drawn = new Map<string, Drawn>();
  #colours: ChartColours;
  #ground: PlotGround = { series: '', opens: [], time: (at) => at };

  constructor(chart: IChartApi, colours: ChartColours) {
    this.#chart = chart;
    this.#colours = colours;
  }

  show(plot: IndicatorPlot): void {
    const before = this.#drawn.get(plot.indicator);
    const isAlike = before?.plot.slot === plot.slot && before.plot.outputs.length === plot.outputs.length;
    if (!isAlike) this.remove(plot.indicator);
    const lines = isAlike ? before.lines : this.#addLines(plot);
    this.#drawn.set(plot.indicator, { plot, lines });
    this.#draw(plot, lines);
  }

  remove(indicator: string): void {
    for (const line of this.#drawn.get(indicator)?.lines ?? []) this.#chart.removeSeries(line);
    if (this.#drawn.delete(indicator)) this.#stretch();
  }

  /** Other candles are about to be shown: what stands on the ones before goes, or it would keep their places. */
  clear(): void {
    for (const { lines } of this.#drawn.values()) for (const line of lines) line.setData([]);
  }

  /** For what is drawn from now on. */
  standOn(ground: PlotGround): void {
    this.#ground = ground;
  }

  redraw(): void {
    for (const { plot, lines } of this.#drawn.values()) this.#draw(plot, lines);
  }

  recolour(colours: ChartColours): void {
    this.#colours = colours;
    const plots = [...this.#drawn.values()].map(({ plot }) => plot);
    for (const { indicator } of plots) this.remove(indicator);
    for (const plot of plots) this.show(plot);
  }

  #addLines({ indicator, overlay, outputs, slot }: IndicatorPlot): ISeriesApi<'Line'>[] {
    const color = this.#colourOf(slot);
    const pane = overlay ? this.#chart.panes()[0] : this.#addPane({ indicator, slot }, color);
    if (pane === undefined) return [];
    const lines = outputs.map(({ digits }, i) =>
      pane.addSeries(LineSeries, {
        color,
        lineWidth: i === 0 ? 2 : 1,
        lineStyle: STYLES[i % STYLES.length] ?? LineStyle.Solid,
        priceFormat: { type: 'price', precision: digits, minMove: 10 ** -digits },
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
      }),
    );
    this.#stretch();
    return lines;
  }

  /** In the order of the legend, whichever values came first. */
  #addPane({ indicator, slot }: Pick<IndicatorPlot, 'indicator' | 'slot'>, color: string): IPaneApi<Time> {
    const above = [...this.#drawn.values()].filter(({ plot }) => !plot.overlay && plot.slot < slot);
    const pane = this.#chart.addPane();
    pane.moveTo(1 + above.length);
    createTextWatermark(pane, {
      horzAlign: 'left',
      vertAlign: 'top',
      lines: [{ text: indicator, color, fontSize: 11, fontFamily: this.#colours.font }],
    });
    return pane;
  }

  /** More panes take from each other before they take from the candles. */
  #stretch(): void {
    const [candles, ...others] = this.#chart.panes();
    candles?.setStretchFactor(CANDLES_STRETCH + others.length);
    for (const pane of others) pane.setStretchFactor(1);
  }

  #draw(plot: IndicatorPlot, lines: readonly ISeriesApi<'Line'>[]): void {
    const { series, opens, time } = this.#ground;
    const rows = plot.series === series ? plot.rows : [];
    for (const [i, line] of lines.entries()) {
      const points = lineOf(opens, rows, plot.outputs[i]?.index ?? -1);
      line.setData(
        points.map(({ candle, value, ends }): LineData => {
          const point = { time: time(opens[candle] ?? 0) as UTCTimestamp, value };
          // The library joins what stands on both sides of a gap, in the colour of the point before it.
          return ends ? { ...point, color: 'transparent' } : point;
        }),
      );
    }
  }

  #colourOf(slot: number): string {
    return this.#colours.plots[slot % this.#colours.plots.length] ?? this.#colours.info;
  }
}
