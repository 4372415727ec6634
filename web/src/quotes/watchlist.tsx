/** Every instrument the feed delivers: bid, ask, spread in pips, change of the FX day. */
import { useTranslation } from 'react-i18next';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import { useFirstQuotes, useInstruments } from '../api/queries.ts';
import { formatPercent } from '../format/price.ts';
import { formatExact } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Empty, Failed, Skeletons } from '../ui/states.tsx';
import { PriceText } from './price-text.tsx';
import { Sparkline } from './sparkline.tsx';
import { useQuote } from './use-quote.ts';
import './watchlist.css';

interface WatchlistProps {
  readonly selected: string;
  readonly onSelect: (instrument: string) => void;
}

export function Watchlist({ selected, onSelect }: WatchlistProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useInstruments();
  useFirstQuotes();
  const instruments = data?.filter((one) => one.live) ?? [];
  const step = (by: number): void => {
    const index = instruments.findIndex((one) => one.id === selected);
    const next = instruments[Math.max(0, Math.min(instruments.length - 1, index + by))];
    if (next !== undefined) onSelect(next.id);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });

  if (data === undefined)
    return error === null ? (
      <Skeletons rows={14} label={t('loading')} />
    ) : (
      <Failed error={error} retry={() => void refetch()} />
    );
  if (instruments.length === 0) return <Empty title={t('quotes.none')}>{t('quotes.noneNext')}</Empty>;
  return (
    <table className="watchlist">
      <thead>
        <tr>
          <th scope="col">{t('quotes.instrument')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('quotes.shape')}</span>
          </th>
          <th scope="col">{t('quotes.bid')}</th>
          <th scope="col">{t('quotes.ask')}</th>
          <th scope="col" title={t('quotes.spreadLong')}>
            {t('quotes.spread')}
          </th>
          <th scope="col" title={t('quotes.dayLong')}>
            {t('quotes.day')}
          </th>
        </tr>
      </thead>
      <tbody>
        {instruments.map((one) => (
          <Row
            key={one.id}
            instrument={one}
            selected={one.id === selected}
            onSelect={() => onSelect(one.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly instrument: InstrumentView;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function Row({ instrument, selected, onSelect }: RowProps) {
  const zone = useZone();
  const board = useQuote(instrument.id);
  const quote = board?.quote;
  const change = quote?.dayChangePercent ?? null;
  return (
    <tr data-selected={selected} onClick={onSelect}>
      <th scope="row">
        <button type="button" aria-pressed={selected}>
          {instrument.base}
          <span>{instrument.quote}</span>
        </button>
      </th>
      <td>
        <Sparkline instrument={instrument.id} />
      </td>
      {board === undefined || quote === undefined ? (
        <td colSpan={4} className="number muted">
          –
        </td>
      ) : (
        <>
          <td className="number" title={formatExact(Date.parse(quote.at), zone)}>
            <PriceText value={quote.bid} scale={instrument} move={board.bidMove} moves={board.moves} />
          </td>
          <td className="number">
            <PriceText value={quote.ask} scale={instrument} move={board.askMove} moves={board.moves} />
          </td>
          <td className="number muted">{quote.spreadPips.toFixed(1)}</td>
          <td className="number" data-change={directionOf(change)}>
            {formatPercent(change)}
          </td>
        </>
      )}
    </tr>
  );
}

/** What rounds to nothing has no colour. */
function directionOf(percent: number | null): 'up' | 'down' | 'none' {
  if (percent === null || Math.abs(percent) < 0.005) return 'none';
  return percent > 0 ? 'up' : 'down';
}
