/** What stands at the ends of the chart: what becomes of older candles, and the way back to the newest. */
import { useTranslation } from 'react-i18next';
import { useStore } from '../store.ts';
import { MOST_CANDLES } from './candle-series.ts';
import type { OlderCandles } from './older-candles.ts';

interface ChartEdgesProps {
  readonly older: OlderCandles;
  readonly atOldest: boolean;
  readonly atNewest: boolean;
  readonly onRetry: () => void;
  readonly onNewest: () => void;
}

export function ChartEdges({ older, atOldest, atNewest, onRetry, onNewest }: ChartEdgesProps) {
  const { t } = useTranslation();
  const state = useStore(older.state);
  const isSaid = state === 'loading' || state === 'failed' || (atOldest && state !== 'more');
  return (
    <>
      <p className="chart-oldest muted" role="status">
        {isSaid && t(`chart.older.${state}`, { number: MOST_CANDLES.toLocaleString('en') })}
        {state === 'failed' && (
          <button type="button" className="button" data-size="small" onClick={onRetry}>
            {t('failure.retry')}
          </button>
        )}
      </p>
      {!atNewest && (
        <button type="button" className="button chart-newest" data-size="small" onClick={onNewest}>
          {t('chart.newest')} <kbd>End</kbd>
        </button>
      )}
    </>
  );
}
