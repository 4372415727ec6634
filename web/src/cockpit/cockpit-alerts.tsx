/** The alerts beside the chart: of this instrument, or all. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { AlertList } from '../alerts/alert-list.tsx';
import { allItems } from '../api/pages.ts';
import { useAlerts } from '../api/queries.ts';
import { Segments } from '../ui/segments.tsx';
import { Empty, Failed, Skeletons } from '../ui/states.tsx';

interface CockpitAlertsProps {
  readonly instrument: string | undefined;
  readonly onOpen: (alert: AlertView) => void;
}

export function CockpitAlerts({ instrument, onOpen }: CockpitAlertsProps) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<'all' | 'one'>('all');
  const query = useAlerts({ instrument: scope === 'one' ? instrument : undefined });
  const alerts = allItems(query.data);
  return (
    <section className="panel cockpit-alerts" aria-label={t('nav.alerts')}>
      <div className="panel-head">
        <h2>{t('nav.alerts')}</h2>
        <Segments
          label={t('cockpit.scope')}
          options={[
            { value: 'all', text: t('all') },
            { value: 'one', text: instrument ?? '–' },
          ]}
          value={scope}
          onChange={(value) => setScope(value)}
        />
        <Link
          to="/"
          search={(now: object) => ({ ...now, alert: 'new' })}
          className="button push"
          data-kind="primary"
          data-size="small"
        >
          {t('alerts.new')} <kbd>a</kbd>
        </Link>
      </div>
      <div className="panel-body">
        {query.error !== null ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeletons rows={5} label={t('loading')} />
        ) : alerts.length === 0 ? (
          <Empty title={t('alerts.none')}>
            <p>{t('alerts.noneNext')}</p>
          </Empty>
        ) : (
          <AlertList
            alerts={alerts}
            more={{
              available: query.hasNextPage && !query.isFetchingNextPage,
              load: () => void query.fetchNextPage(),
            }}
            onOpen={onOpen}
          />
        )}
      </div>
    </section>
  );
}
