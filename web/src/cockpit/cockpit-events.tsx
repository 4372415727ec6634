/** What happened, as it happens. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEvents } from '../api/queries.ts';
import { EventList } from '../events/event-list.tsx';
import { Listing } from '../ui/listing.tsx';
import { Empty } from '../ui/states.tsx';

export function CockpitEvents() {
  const { t } = useTranslation();
  const query = useEvents({});
  return (
    <section className="panel cockpit-events" aria-label={t('nav.events')}>
      <div className="panel-head">
        <h2>{t('nav.events')}</h2>
        <Link to="/events" className="button push" data-kind="quiet" data-size="small">
          {t('all')} <kbd>g e</kbd>
        </Link>
      </div>
      <div className="panel-body">
        <Listing
          query={query}
          skeletons={5}
          empty={
            <Empty title={t('events.none')}>
              <p>{t('events.noneNext')}</p>
            </Empty>
          }
        >
          {(events, more) => <EventList events={events} more={more} />}
        </Listing>
      </div>
    </section>
  );
}
