/** The event log, and the one that is open beside it. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { allItems } from '../api/pages.ts';
import { useAlert, useEvents } from '../api/queries.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Listing } from '../ui/listing.tsx';
import { Empty } from '../ui/states.tsx';
import { EventDetail } from './event-detail.tsx';
import { EventList } from './event-list.tsx';

export function EventsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  const { alert } = useSearch({ strict: false });
  const query = useEvents({ alert });
  const events = allItems(query.data);
  const index = events.findIndex((event) => event.id === id);
  const step = (by: number): void => {
    const next = events[Math.max(0, Math.min(events.length - 1, index + by))];
    if (next !== undefined) void navigate({ to: '/events/$id', params: { id: next.id }, search: { alert } });
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    Escape: () => void navigate({ to: '/events', search: { alert: id === undefined ? undefined : alert } }),
  });

  return (
    <div className="events-page" data-open={id !== undefined}>
      <section className="panel">
        <div className="panel-head">
          <h1>{t('nav.events')}</h1>
          {alert !== undefined && <OnlyAlert id={alert} />}
        </div>
        <div className="panel-body">
          <Listing
            query={query}
            skeletons={12}
            empty={
              <Empty title={t('events.none')}>
                <p>{t('events.noneNext')}</p>
                <Link to="/" search={{ alert: 'new' }} className="button" data-kind="primary">
                  {t('alerts.new')}
                </Link>
              </Empty>
            }
          >
            {(items, more) => <EventList events={items} selected={index} alert={alert} more={more} />}
          </Listing>
        </div>
      </section>
      <section className="panel">
        {id === undefined ? (
          <Empty title={t('events.pick')}>{t('events.pickNext')}</Empty>
        ) : (
          <>
            <div className="panel-head">
              <h2>{t('events.explained')}</h2>
              <Link
                to="/events"
                search={{ alert }}
                className="button push"
                data-kind="quiet"
                data-size="small"
              >
                {t('close')} <kbd>Esc</kbd>
              </Link>
            </div>
            <div className="panel-body">
              <EventDetail key={id} id={id} />
            </div>
          </>
        )}
      </section>
    </div>
  );
}

/** The alert whose events are shown; pressed, it gives way to all. */
function OnlyAlert({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useAlert(id);
  return (
    <Link to="/events" className="chip clip" title={t('events.ofAll')}>
      <span className="clip">{data?.name ?? id}</span> <span aria-hidden="true">×</span>
    </Link>
  );
}
