/** The alerts beside the chart: of this instrument, or all. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { AlertList } from '../alerts/alert-list.tsx';
import { useAlerts } from '../api/queries.ts';
import { Listing } from '../ui/listing.tsx';
import { Segments } from '../ui/segments.tsx';
import { Empty } from '../ui/states.tsx';

interface CockpitAlertsProps {
  readonly instrument: string | undefined;
  readonly onOpen: (alert: AlertView) => void;
}

export function CockpitAlerts({ instrument, onOpen }: CockpitAlertsProps) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<'all' | 'one'>('all');
  const query = useAlerts({ instrument: scope === 'one' ? instrument : undefined });
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
        <Listing
          query={query}
          skeletons={5}
          empty={
            <Empty title={t('alerts.none')}>
              <p>{t('alerts.noneNext')}</p>
            </Empty>
          }
        >
          {(alerts, more) => <AlertList alerts={alerts} more={more} onOpen={onOpen} />}
        </Listing>
      </div>
    </section>
  );
}
