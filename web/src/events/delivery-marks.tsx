/** The deliveries of an event in the width of a word: all sent, some waiting, some dead. */
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../src/api/contract/events.ts';

export function DeliveryMarks({ deliveries }: { deliveries: EventView['deliveries'] }) {
  const { t } = useTranslation();
  const dead = deliveries.filter((one) => one.status === 'dead').length;
  const sent = deliveries.filter((one) => one.status === 'sent').length;
  const title = deliveries.map((one) => `${one.channel}: ${t(`delivery.${one.status}`)}`).join(' · ');
  if (deliveries.length === 0)
    return (
      <span className="badge" data-tone="muted" title={t('delivery.nobodyLong')}>
        {t('delivery.nobody')}
      </span>
    );
  const tone = dead > 0 ? 'bad' : sent === deliveries.length ? 'good' : 'muted';
  const word = dead > 0 ? 'dead' : sent === deliveries.length ? 'sent' : 'pending';
  return (
    <span className="badge" data-tone={tone} title={title}>
      {t(`delivery.${word}`)} {dead > 0 ? `${dead}/${deliveries.length}` : `${sent}/${deliveries.length}`}
    </span>
  );
}
