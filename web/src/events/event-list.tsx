/** Firings, newest first: when, what, at which price, and whether everybody was told. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../src/api/contract/events.ts';
import { useInstruments } from '../api/queries.ts';
import { formatPrice } from '../format/price.ts';
import { formatDate, formatExact, formatTime } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { Severity, SimulatedBadge } from '../ui/badges.tsx';
import type { More } from '../ui/listing.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { DeliveryMarks } from './delivery-marks.tsx';
import './event-list.css';

const ROW_PX = 48;

interface EventListProps {
  readonly events: readonly EventView[];
  readonly selected?: number;
  /** The alert whose events these are: it stays in the address of each. */
  readonly alert?: string | undefined;
  readonly more?: More;
}

export function EventList({ events, selected, alert, more }: EventListProps) {
  const { t } = useTranslation();
  return (
    <VirtualList
      label={t('nav.events')}
      items={events}
      rowHeight={ROW_PX}
      {...(selected === undefined ? {} : { selected })}
      {...(more === undefined ? {} : { more })}
      keyOf={(event) => event.id}
      row={(event) => <Row event={event} alert={alert} />}
    />
  );
}

function Row({ event, alert }: { event: EventView; alert: string | undefined }) {
  const { t } = useTranslation();
  const zone = useZone();
  const { data: instruments } = useInstruments();
  const digits = instruments?.find((one) => one.id === event.instrument)?.digits ?? 5;
  const at = Date.parse(event.at);
  return (
    <Link to="/events/$id" params={{ id: event.id }} search={{ alert }} className="event-row">
      <time dateTime={event.at} title={formatExact(at, zone)}>
        {formatTime(at, zone)}
        <span>{formatDate(at, zone)}</span>
      </time>
      <span className="event-row-main">
        <span className="event-row-name">
          <Severity value={event.severity} wordless />
          <span className="clip">{event.name}</span>
        </span>
        <span className="event-row-price muted">
          {event.instrument} {formatPrice(event.bid, digits)}
          {event.kind !== 'fired' && ` · ${t(`events.kinds.${event.kind}`)}`}
          {event.late && ` · ${t('events.late')}`}
          {event.simulated && <SimulatedBadge />}
        </span>
      </span>
      <DeliveryMarks deliveries={event.deliveries} />
    </Link>
  );
}
