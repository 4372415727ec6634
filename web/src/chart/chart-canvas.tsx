/** Ties the chart to React: data in by effects, quotes past React straight to the canvas. Loaded when a chart is first shown. */
import { useEffect, useEffectEvent, useRef, type PointerEvent } from 'react';
import { priceOn } from '../../../src/market/tick.ts';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import type { Candles } from '../api/queries.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { afterQuote, fromHistory, fromView, type ChartCandle } from './candle-series.ts';
import type { Firing } from './firing-markers.ts';
import { PriceChart, type ChartLevel, type MoveLevel } from './price-chart.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly price: number;
}

interface ChartCanvasProps {
  readonly instrument: InstrumentView;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
  readonly candles: Candles | undefined;
  readonly levels: readonly ChartLevel[];
  readonly events: readonly Firing[];
  readonly dryRun: readonly Firing[];
  readonly onHover: (candle: ChartCandle | null) => void;
  readonly onOpenEvent: (id: string) => void;
  readonly onMoveLevel: MoveLevel;
  /** Right click, or a long press. */
  readonly onPoint: (point: ChartPoint) => void;
}

const LONG_PRESS_MS = 500;
const STEADY_PX = 8;

export default function ChartCanvas(props: ChartCanvasProps) {
  const { instrument, timeframe, price, candles, levels, events, dryRun } = props;
  const { quotes, candles: candleUpdates } = useServices();
  const { zone, theme, colours } = useSettings();
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const press = useRef<{ timer: number; x: number; y: number } | null>(null);

  const hover = useEffectEvent(props.onHover);
  const openEvent = useEffectEvent(props.onOpenEvent);
  const moveLevel = useEffectEvent(props.onMoveLevel);
  useEffect(() => {
    if (container.current === null) return undefined;
    const made = new PriceChart(container.current, {
      hover: (candle) => hover(candle),
      openEvent: (id) => openEvent(id),
      moveLevel: (key, at, putBack) => moveLevel(key, at, putBack),
    });
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, []);

  const { id, digits, pip } = instrument;
  const shown = useRef('');
  useEffect(() => {
    if (candles === undefined) return;
    chart.current?.setScale({ digits, pip, timeframe, zone });
    chart.current?.setCandles(fromHistory(candles.candles, candles.forming));
    const selection = `${candles.instrument} ${candles.timeframe} ${candles.price}`;
    if (shown.current !== selection) chart.current?.showNewest();
    shown.current = selection;
  }, [candles, digits, pip, timeframe, zone]);
  useEffect(() => chart.current?.setLevels(levels), [levels]);
  useEffect(() => chart.current?.setFirings(events, dryRun), [events, dryRun]);
  useEffect(() => chart.current?.recolour(), [theme, colours]);

  const isShown = useEffectEvent((): boolean => shown.current === `${id} ${timeframe} ${price}`);
  useEffect(
    () =>
      quotes.watch(id, () => {
        const quote = quotes.get(id)?.quote;
        if (quote === undefined || !isShown()) return;
        const at = Date.parse(quote.at);
        const next = afterQuote(chart.current?.last(), timeframe, {
          at,
          price: priceOn(price, quote.bid, quote.ask),
        });
        if (next !== null) chart.current?.put(next);
      }),
    [quotes, id, timeframe, price],
  );
  useEffect(
    () =>
      candleUpdates.listen((update) => {
        if (update.instrument === id && update.timeframe === timeframe && update.price === price && isShown())
          chart.current?.put(fromView(update.candle));
      }),
    [candleUpdates, id, timeframe, price],
  );

  const point = (clientX: number, clientY: number): void => {
    const box = container.current?.getBoundingClientRect();
    if (box === undefined) return;
    const at = chart.current?.priceAt(clientY - box.top) ?? null;
    if (at !== null) props.onPoint({ x: clientX - box.left, y: clientY - box.top, price: at });
  };
  const endPress = (): void => {
    if (press.current !== null) window.clearTimeout(press.current.timer);
    press.current = null;
  };
  const startPress = (event: PointerEvent): void => {
    endPress();
    if (event.pointerType !== 'touch') return;
    const { clientX: x, clientY: y } = event;
    press.current = { x, y, timer: window.setTimeout(() => point(x, y), LONG_PRESS_MS) };
  };
  const movePress = (event: PointerEvent): void => {
    const start = press.current;
    if (start !== null && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STEADY_PX)
      endPress();
  };

  return (
    <div
      ref={container}
      className="chart-canvas"
      onContextMenu={(event) => {
        event.preventDefault();
        endPress();
        point(event.clientX, event.clientY);
      }}
      onPointerDown={startPress}
      onPointerMove={movePress}
      onPointerUp={endPress}
      onPointerCancel={endPress}
    />
  );
}
