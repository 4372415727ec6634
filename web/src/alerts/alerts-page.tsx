/** Every alert, ten thousand of them if need be: filter, search, open, select, pause. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { allItems } from '../api/pages.ts';
import { useAlerts } from '../api/queries.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Listing } from '../ui/listing.tsx';
import { Segments } from '../ui/segments.tsx';
import { Empty } from '../ui/states.tsx';
import { useListKeys } from '../ui/use-list-keys.ts';
import { useMarks } from '../ui/use-marks.ts';
import { toggleOf, useChangeAlerts } from './alert-actions.tsx';
import { AlertList } from './alert-list.tsx';
import { MarkedBar } from './marked-bar.tsx';
import { useSettled } from './use-settled.ts';

export function AlertsPage() {
  const navigate = useNavigate();
  const { status, search } = useSearch({ from: '/alerts' });
  const asked = useSettled(search, 250);
  const query = useAlerts({ status, search: asked });
  const alerts = allItems(query.data);
  const marks = useMarks();
  const marked = alerts.filter((alert) => marks.has(alert.id));
  const change = useChangeAlerts();
  const open = (alert: AlertView | undefined): void => {
    if (alert !== undefined)
      void navigate({ to: '/', search: { alert: alert.id, instrument: alert.instruments[0] } });
  };
  const selected = useListKeys(alerts.length, (index) => open(alerts[index]));
  const current = alerts.slice(selected, selected + 1);
  useShortcuts({
    x: () => current.forEach((alert) => marks.toggle(alert.id)),
    p: () => {
      const chosen = marked.length > 0 ? marked : current;
      change(chosen, toggleOf(chosen));
    },
    ...(marked.length > 0 ? { Escape: () => marks.replace([]) } : {}),
  });

  return (
    <section className="panel alerts-page">
      {marked.length > 0 ? (
        <MarkedBar marked={marked} all={alerts} onMark={marks.replace} />
      ) : (
        <FilterBar status={status} search={search} />
      )}
      <div className="panel-body">
        <Listing
          query={query}
          skeletons={12}
          empty={<NoAlerts narrowed={status !== undefined || (search ?? '') !== ''} />}
        >
          {(items, more) => (
            <AlertList alerts={items} selected={selected} marks={marks} more={more} onOpen={open} />
          )}
        </Listing>
      </div>
    </section>
  );
}

const STATUSES = ['all', 'armed', 'paused', 'done', 'expired'] as const;
type StatusName = Exclude<(typeof STATUSES)[number], 'all'>;

function FilterBar({ status, search }: { status: StatusName | undefined; search: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="panel-head">
      <h1>{t('nav.alerts')}</h1>
      <Segments
        label={t('alerts.status')}
        options={STATUSES.map((value) => ({
          value,
          text: t(value === 'all' ? 'all' : `alertStatus.${value}`),
        }))}
        value={status ?? 'all'}
        onChange={(value) =>
          void navigate({ to: '/alerts', search: { search, status: value === 'all' ? undefined : value } })
        }
      />
      <input
        className="input"
        type="search"
        placeholder={t('alerts.search')}
        aria-label={t('alerts.search')}
        value={search ?? ''}
        onChange={(event) =>
          void navigate({
            to: '/alerts',
            search: { status, search: event.target.value || undefined },
            replace: true,
          })
        }
      />
      <Link to="/" search={{ alert: 'new' }} className="button push" data-kind="primary">
        {t('alerts.new')} <kbd>a</kbd>
      </Link>
    </div>
  );
}

function NoAlerts({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation();
  return narrowed ? (
    <Empty title={t('alerts.noneFound')}>
      <Link to="/alerts" className="button">
        {t('alerts.showAll')}
      </Link>
    </Empty>
  ) : (
    <Empty title={t('alerts.none')}>
      <p>{t('alerts.noneNext')}</p>
      <Link to="/" search={{ alert: 'new' }} className="button" data-kind="primary">
        {t('alerts.new')}
      </Link>
    </Empty>
  );
}
