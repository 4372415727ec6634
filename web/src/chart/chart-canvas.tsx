/** Ties the chart to React: data in by effects, what the user does with it out by events. Loaded when a chart is first shown. */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { refreshIndicators } from '../api/queries.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import type { ChartCandle } from './candle-series.ts';
import { ChartEdges } from './chart-edges.tsx';
import type { Firing } from './firing-markers.ts';
import { IndicatorLegend } from './indicator-legend.tsx';
import { PriceChart, type ChartLevel, type ChartView, type MoveLevel } from './price-chart.ts';
import { useChartCandles, type CandleSource } from './use-chart-candles.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly price: number;
}

interface ChartCanvasProps extends Omit<CandleSource, 'onClose'> {
  /** Indicators that armed alerts read on these candles. */
  readonly inUse: readonly string[];
  readonly hovered: ChartCandle | null;
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
/** Older candles are asked for when fewer than half a screen of them is left. */
const AHEAD = 0.5;
/** What an arrow key scrolls, of what is in sight. */
const STEP = 0.1;
const ZOOM = 1.25;

export default function ChartCanvas(props: ChartCanvasProps) {
  const { instrument, timeframe, price, levels, events, dryRun } = props;
  const { queries } = useServices();
  const { theme, colours } = useSettings();
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const press = useRef<{ timer: number; x: number; y: number } | null>(null);
  const [count, setCount] = useState(0);
  const countCandles = (): void => setCount(chart.current?.candles().length ?? 0);
  const { older, addOlder } = useChartCandles(chart, {
    ...props,
    onOldest: (at) => {
      countCandles();
      props.onOldest(at);
    },
    onClose: () => {
      countCandles();
      refreshIndicators(queries, { instrument: instrument.id, timeframe, price });
    },
  });
  const [atOldest, setAtOldest] = useState(false);
  const [atNewest, setAtNewest] = useState(true);

  const hover = useEffectEvent(props.onHover);
  const openEvent = useEffectEvent(props.onOpenEvent);
  const moveLevel = useEffectEvent(props.onMoveLevel);
  const view = useEffectEvent((seen: ChartView) => {
    setAtOldest(seen.older < 1);
    setAtNewest(seen.hasNewest);
    if (seen.older < seen.width * AHEAD) void addOlder('ask');
  });
  // Before the effects that draw on it.
  useLayoutEffect(() => {
    if (container.current === null) return undefined;
    const made = new PriceChart(container.current, {
      view: (seen) => view(seen),
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

  useEffect(() => chart.current?.setLevels(levels), [levels]);
  useEffect(() => chart.current?.setFirings(events, dryRun), [events, dryRun]);
  useEffect(() => chart.current?.recolour(), [theme, colours]);

  useShortcuts({
    ArrowLeft: () => chart.current?.scrollBy(-STEP),
    ArrowRight: () => chart.current?.scrollBy(STEP),
    '+': () => chart.current?.zoomBy(ZOOM),
    // The same key without Shift.
    '=': () => chart.current?.zoomBy(ZOOM),
    '-': () => chart.current?.zoomBy(1 / ZOOM),
    Home: () => chart.current?.scrollToOldest(),
    End: () => chart.current?.scrollToNewest(),
  });

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
    <>
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
      <div className="chart-corner">
        <IndicatorLegend
          chart={chart}
          instrument={instrument}
          timeframe={timeframe}
          price={price}
          inUse={props.inUse}
          candles={count}
          at={props.hovered?.at ?? null}
        />
        <ChartEdges
          older={older}
          atOldest={atOldest}
          atNewest={atNewest}
          onRetry={() => void addOlder('retry')}
          onNewest={() => chart.current?.scrollToNewest()}
        />
      </div>
    </>
  );
}
