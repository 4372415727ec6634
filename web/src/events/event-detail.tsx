/** One firing explained: the market at that instant, each operand's value, the condition as it stood, who was told. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEvent, useInstruments } from '../api/queries.ts';
import { formatAge } from '../format/age.ts';
import { formatPrice } from '../format/price.ts';
import { formatExact } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { Severity, SimulatedBadge } from '../ui/badges.tsx';
import { Failed, Skeletons } from '../ui/states.tsx';
import { Deliveries } from './deliveries.tsx';
import { OperandTable } from './operand-table.tsx';

export function EventDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const { data: event, error, refetch } = useEvent(id);
  const { data: instruments } = useInstruments();
  if (event === undefined)
    return error === null ? (
      <Skeletons rows={8} label={t('loading')} />
    ) : (
      <Failed error={error} retry={() => void refetch()} />
    );
  const instrument = instruments?.find((one) => one.id === event.instrument);
  const digits = instrument?.digits ?? 5;
  const { bid, ask } = event;
  const spread =
    bid === null || ask === null || instrument === undefined ? null : (ask - bid) / instrument.pip;
  const recordedMs = Date.parse(event.recordedAt) - Date.parse(event.at);
  return (
    <article className="event-detail">
      <header>
        <h1>{event.name}</h1>
        <p className="event-detail-marks muted">
          <Severity value={event.severity} />
          {event.simulated && <SimulatedBadge />}
          {event.late && (
            <span className="badge" data-tone="accent" title={t('events.lateLong')}>
              {t('events.late')}
            </span>
          )}
          {event.kind !== 'fired' && (
            <span className="badge" data-tone="muted">
              {t(`events.kinds.${event.kind}`)}
            </span>
          )}
          <time dateTime={event.at}>{formatExact(Date.parse(event.at), zone)}</time>
        </p>
      </header>
      <dl>
        <div>
          <dt>
            {event.instrument} {t('quotes.bid')}
          </dt>
          <dd>
            <b>{formatPrice(bid, digits)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('quotes.ask')}</dt>
          <dd>
            <b>{formatPrice(ask, digits)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('quotes.spreadLong')}</dt>
          <dd>
            <b>{spread === null ? '–' : spread.toFixed(1)}</b>
          </dd>
        </div>
        <div>
          <dt>{t('events.recorded')}</dt>
          <dd title={formatExact(Date.parse(event.recordedAt), zone)}>
            <b>{Math.abs(recordedMs) < 86_400_000 ? formatAge(recordedMs) : '–'}</b>
          </dd>
        </div>
      </dl>
      <section>
        <h2>{t('events.why')}</h2>
        <p className="code event-condition">{event.condition}</p>
        <OperandTable
          operands={event.operands}
          instrument={event.instrument}
          caption={t('events.operands')}
        />
      </section>
      <Deliveries deliveries={event.deliveries} />
      <p className="event-detail-marks muted">
        <Link to="/" search={{ alert: event.alert, instrument: event.instrument }} className="link">
          {t('events.openAlert')}
        </Link>
        {t('alerts.revision', { revision: event.revision })} · <span className="code">{event.key}</span>
      </p>
    </article>
  );
}
