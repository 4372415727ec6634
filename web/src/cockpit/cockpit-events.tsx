/** What happened, as it happens. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { allItems } from '../api/pages.ts';
import { useEvents } from '../api/queries.ts';
import { EventList } from '../events/event-list.tsx';
import { Empty, Failed, Skeletons } from '../ui/states.tsx';

export function CockpitEvents() {
  const { t } = useTranslation();
  const query = useEvents({});
  const events = allItems(query.data);
  return (
    <section className="panel cockpit-events" aria-label={t('nav.events')}>
      <div className="panel-head">
        <h2>{t('nav.events')}</h2>
        <Link to="/events" className="button push" data-kind="quiet" data-size="small">
          {t('all')} <kbd>g e</kbd>
        </Link>
      </div>
      <div className="panel-body">
        {query.error !== null ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeletons rows={5} label={t('loading')} />
        ) : events.length === 0 ? (
          <Empty title={t('events.none')}>
            <p>{t('events.noneNext')}</p>
          </Empty>
        ) : (
          <EventList
            events={events}
            more={{
              available: query.hasNextPage && !query.isFetchingNextPage,
              load: () => void query.fetchNextPage(),
            }}
          />
        )}
      </div>
    </section>
  );
}
