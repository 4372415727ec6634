/** Every alert, ten thousand of them if need be: filter, search, open, pause. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { allItems } from '../api/pages.ts';
import { useAlerts } from '../api/queries.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Segments } from '../ui/segments.tsx';
import { Empty, Failed, Skeletons } from '../ui/states.tsx';
import { useListKeys } from '../ui/use-list-keys.ts';
import { useAlertToggle } from './alert-actions.tsx';
import { AlertList } from './alert-list.tsx';
import { useSettled } from './use-settled.ts';

const STATUSES = ['all', 'armed', 'paused', 'done', 'expired'] as const;

export function AlertsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { status, search } = useSearch({ from: '/alerts' });
  const asked = useSettled(search, 250);
  const query = useAlerts({ status, search: asked });
  const alerts = allItems(query.data);
  const toggle = useAlertToggle();
  const open = (alert: AlertView): void =>
    void navigate({ to: '/', search: { alert: alert.id, instrument: alert.instruments[0] } });
  const keys = useListKeys(alerts.length, (index) => {
    const alert = alerts[index];
    if (alert !== undefined) open(alert);
  });
  useShortcuts({
    p: () => {
      const alert = alerts[keys.index];
      if (alert !== undefined) toggle(alert);
    },
  });
  const narrowed = status !== undefined || (search ?? '') !== '';

  return (
    <section className="panel alerts-page">
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
      <div className="panel-body">
        {query.error !== null ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeletons rows={12} label={t('loading')} />
        ) : alerts.length === 0 ? (
          <Empty title={t(narrowed ? 'alerts.noneFound' : 'alerts.none')}>
            {narrowed ? (
              <Link to="/alerts" className="button">
                {t('alerts.showAll')}
              </Link>
            ) : (
              <>
                <p>{t('alerts.noneNext')}</p>
                <Link to="/" search={{ alert: 'new' }} className="button" data-kind="primary">
                  {t('alerts.new')}
                </Link>
              </>
            )}
          </Empty>
        ) : (
          <AlertList
            alerts={alerts}
            selected={keys.index}
            more={{
              available: query.hasNextPage && !query.isFetchingNextPage,
              load: () => void query.fetchNextPage(),
            }}
            onOpen={open}
          />
        )}
      </div>
    </section>
  );
}
