/** The chart with its head: instrument, price, timeframe, what lies under the pointer. */
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { STANDARD_TIMEFRAMES } from '../../../src/market/timeframe.ts';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import { useCandles, useStatus } from '../api/queries.ts';
import { formatPrice } from '../format/price.ts';
import { PriceText } from '../quotes/price-text.tsx';
import { useQuote } from '../quotes/use-quote.ts';
import { SimulatedBadge } from '../ui/badges.tsx';
import { Segments } from '../ui/segments.tsx';
import { Failed } from '../ui/states.tsx';
import type { ChartCandle } from './candle-series.ts';
import type { ChartPoint } from './chart-canvas.tsx';
import type { Firing } from './firing-markers.ts';
import type { ChartLevel, MoveLevel } from './price-chart.ts';
import { QuickAlert } from './quick-alert.tsx';
import './chart-panel.css';

const ChartCanvas = lazy(() => import('./chart-canvas.tsx'));
/** At first; older ones come as they are scrolled to. */
const CANDLES = 500;

interface ChartPanelProps {
  readonly instrument: InstrumentView;
  readonly timeframe: string;
  readonly price: 'bid' | 'ask' | 'mid';
  readonly levels: readonly ChartLevel[];
  readonly events: readonly Firing[];
  readonly dryRun: readonly Firing[];
  /** Indicators that armed alerts read on these candles. */
  readonly inUse: readonly string[];
  readonly onChange: (part: { timeframe?: string; price?: 'bid' | 'ask' | 'mid' }) => void;
  readonly onOldest: (at: number) => void;
  readonly onMoveLevel: MoveLevel;
  readonly onEdit: (when: string) => void;
}

export function ChartPanel(props: ChartPanelProps) {
  const { instrument, timeframe, price, levels, events, dryRun } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: status } = useStatus();
  const { data, error, refetch } = useCandles({
    instrument: instrument.id,
    timeframe,
    price,
    limit: CANDLES,
  });
  const [hovered, setHovered] = useState<ChartCandle | null>(null);
  const [point, setPoint] = useState<ChartPoint | null>(null);
  const shown = data?.instrument === instrument.id && data.timeframe === timeframe ? data : undefined;
  const empty = shown?.candles.length === 0 && shown.forming === null;

  return (
    <section className="panel chart-panel" aria-label={t('chart.label', { instrument: instrument.id })}>
      <div className="panel-head chart-head">
        <h1>{instrument.id}</h1>
        <LivePrice instrument={instrument} />
        <Segments
          label={t('chart.timeframe')}
          options={STANDARD_TIMEFRAMES.map((value) => ({ value, text: value }))}
          value={timeframe}
          onChange={(value) => props.onChange({ timeframe: value })}
        />
        <Segments
          label={t('alerts.basis')}
          options={(['bid', 'mid', 'ask'] as const).map((value) => ({ value, text: t(`quotes.${value}`) }))}
          value={price}
          onChange={(value) => props.onChange({ price: value })}
        />
      </div>
      <div className="chart-stage">
        <div className="chart-legend">
          {status?.feed.simulated === true && <SimulatedBadge />}
          <Legend candle={hovered} digits={instrument.digits} />
        </div>
        {error !== null && shown === undefined ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : (
          <Suspense fallback={<p className="chart-note muted">{t('chart.loading')}</p>}>
            <ChartCanvas
              instrument={instrument}
              timeframe={timeframe}
              price={price}
              candles={shown}
              levels={levels}
              events={events}
              dryRun={dryRun}
              inUse={props.inUse}
              hovered={hovered}
              onOldest={props.onOldest}
              onHover={setHovered}
              onOpenEvent={(id) => void navigate({ to: '/events/$id', params: { id } })}
              onMoveLevel={props.onMoveLevel}
              onPoint={setPoint}
            />
          </Suspense>
        )}
        {empty && <p className="chart-note muted">{t('chart.empty', { timeframe })}</p>}
        {point === null ? (
          <p className="chart-hint muted">{t('chart.hint')}</p>
        ) : (
          <QuickAlert
            key={point.price}
            instrument={instrument}
            basis={price}
            point={point}
            onEdit={(when) => {
              setPoint(null);
              props.onEdit(when);
            }}
            onClose={() => setPoint(null)}
          />
        )}
      </div>
    </section>
  );
}

function LivePrice({ instrument }: { instrument: InstrumentView }) {
  const board = useQuote(instrument.id);
  if (board === undefined) return null;
  const { quote, bidMove, askMove, moves } = board;
  return (
    <span className="chart-price">
      <PriceText value={quote.bid} scale={instrument} move={bidMove} moves={moves} />
      <span className="muted">{quote.spreadPips.toFixed(1)}</span>
      <PriceText value={quote.ask} scale={instrument} move={askMove} moves={moves} />
    </span>
  );
}

function Legend({ candle, digits }: { candle: ChartCandle | null; digits: number }) {
  const { t } = useTranslation();
  if (candle === null) return null;
  return (
    <p data-change={candle.close >= candle.open ? 'up' : 'down'}>
      {(['open', 'high', 'low', 'close'] as const).map((field) => (
        <span key={field}>
          <span className="muted">{t(`chart.${field}`)}</span> {formatPrice(candle[field], digits)}
        </span>
      ))}
    </p>
  );
}
